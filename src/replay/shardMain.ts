import { readFileSync } from 'node:fs';
import { DefaultLogger, Runtime, Worker, type ReplayResult } from '@temporalio/worker';
import type { Client } from '@temporalio/client';
import type { History } from '@temporalio/common/lib/proto-utils';
import { differenceOf, type Difference } from './firstDifference';
import { readHistory, type RecordedHistory } from './historyFile';
import { summaryOf, type HistorySummary } from './historySummary';
import type { ReplayedHistory, ReplayJob, ShardJobs, ShardMessage, ShardTask } from './shardMessages';
import { withTemporal } from './temporalServer';

/** A shard: a process that replays one history after another, as many as it is given. See replay.ts, which starts it. */

function tell(message: ShardMessage): void {
  process.send?.(message);
}

/** Asks for a few more jobs and waits for them. */
async function moreJobs(): Promise<ReplayJob[]> {
  const answer = new Promise<ShardJobs>((resolve) => process.once('message', resolve));
  tell({ want: true });
  return (await answer).jobs;
}

/** A history under replay. */
interface Current extends RecordedHistory, HistorySummary {
  job: ReplayJob;
  begunAt: number;
}

function report(
  { job, workflowId, type, outcome, events, begunAt }: Omit<Current, 'history'>,
  result: ReplayedHistory['result'],
): void {
  tell({ done: { job, workflowId, type, outcome, events, tookMs: Date.now() - begunAt, result } });
}

async function read(job: ReplayJob, client: Client | null): Promise<RecordedHistory> {
  if ('file' in job) return await readHistory(job.file);
  if (!client) throw new Error('there is no server to read it from');
  const { workflowId, runId } = job;
  return { workflowId, history: await client.workflow.getHandle(workflowId, runId).fetchHistory() };
}

async function run({ bundle, workflowType }: ShardTask, client: Client | null): Promise<void> {
  const options = { workflowBundle: { code: readFileSync(bundle, 'utf8') } };
  let current: Current | null = null;

  async function* histories(): AsyncIterable<RecordedHistory> {
    for (let jobs = await moreJobs(); jobs.length > 0; jobs = await moreJobs()) {
      for (const job of jobs) {
        const begunAt = Date.now();
        try {
          const recorded = await read(job, client);
          current = { job, begunAt, ...recorded, ...summaryOf(recorded.history) };
        } catch (error) {
          const words = error instanceof Error ? error.message : String(error);
          const unknown = { workflowId: null, type: null, outcome: null, events: 0 };
          tell({
            done: { job, ...unknown, tookMs: Date.now() - begunAt, result: { verdict: 'DAMAGED', words } },
          });
          continue;
        }
        if (workflowType !== null && current.type !== workflowType)
          report(current, { verdict: 'PASSED_OVER' });
        else yield { workflowId: current.workflowId, history: current.history };
      }
    }
  }

  async function explained(error: NonNullable<ReplayResult['error']>, history: History): Promise<Difference> {
    return await differenceOf(error.message, history, async (last) => {
      const events = history.events?.slice(0, Number(last.eventId)) ?? [];
      return await Worker.runReplayHistory(options, { events }).then(
        () => false,
        () => true,
      );
    });
  }

  for await (const { error } of Worker.runReplayHistories(options, histories())) {
    const replayed = current as Current | null;
    if (!replayed) continue;
    if (error) report(replayed, { verdict: 'FAILED', ...(await explained(error, replayed.history)) });
    else report(replayed, { verdict: 'REPLAYED' });
  }
}

async function main(): Promise<void> {
  const silent = { logging: { forward: {}, filter: 'ERROR' } } as const;
  Runtime.install({ logger: new DefaultLogger('ERROR', () => undefined), telemetryOptions: silent });
  const [task, fromServer] = process.argv.slice(2);
  if (!task || !process.send) throw new Error('This is started by `npm run replay`.');
  const given = JSON.parse(task) as ShardTask;
  if (fromServer === 'server') await withTemporal((client) => run(given, client));
  else await run(given, null);
  process.disconnect();
}

// Whoever leads has ended: so does this.
process.once('disconnect', () => process.exit());
main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});
