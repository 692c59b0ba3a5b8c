import { readFileSync } from 'node:fs';
import { DefaultLogger, Runtime, Worker, type ReplayResult } from '@temporalio/worker';
import type { Client } from '@temporalio/client';
import type { History } from '@temporalio/common/lib/proto-utils';
import { differenceOf, type Difference } from './firstDifference';
import { readHistory, type RecordedHistory } from './historyFile';
import { summaryOf, type HistorySummary } from './historySummary';
import type {
  ReplayedHistory,
  ReplayJob,
  ShardJobs,
  ShardMessage,
  ShardTask,
  Verdict,
} from './shardMessages';
import { withTemporal } from './temporalServer';
import { leaveOutStackTraces } from '../sandbox/stackTraces';
import { limitWorkflowCode } from '../sandbox/timeLimits';

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

/** A history as it was read: ready to replay, or damaged. */
type Read = { job: ReplayJob; readMs: number } & ((RecordedHistory & HistorySummary) | { damage: string });

/** A history under replay. */
type Current = Extract<Read, RecordedHistory> & { begunAt: number };

function report(
  {
    job,
    begunAt,
    readMs,
    ...summary
  }: Pick<ReplayedHistory, 'job' | 'workflowId' | 'type' | 'outcome' | 'events'> & {
    begunAt: number;
    readMs: number;
  },
  result: Verdict,
): void {
  const { workflowId, type, outcome, events } = summary;
  const tookMs = Date.now() - begunAt + readMs;
  tell({ done: { job, workflowId, type, outcome, events, tookMs, result } });
}

async function recorded(job: ReplayJob, client: Client | null): Promise<RecordedHistory> {
  if ('file' in job) return await readHistory(job.file);
  if (!client) throw new Error('there is no server to read it from');
  const { workflowId, runId } = job;
  return { workflowId, history: await client.workflow.getHandle(workflowId, runId).fetchHistory() };
}

async function* readAll(client: Client | null): AsyncIterable<Read> {
  for (let jobs = await moreJobs(); jobs.length > 0; jobs = await moreJobs()) {
    for (const job of jobs) {
      const begunAt = Date.now();
      const read = await recorded(job, client).then(
        (one) => ({ ...one, ...summaryOf(one.history) }),
        (error: unknown) => ({ damage: error instanceof Error ? error.message : String(error) }),
      );
      yield { job, readMs: Date.now() - begunAt, ...read };
    }
  }
}

/** Asks for the next one while this one is worked on. */
async function* oneAhead<T>(source: AsyncIterable<T>): AsyncIterable<T> {
  const iterator = source[Symbol.asyncIterator]();
  const ask = (): Promise<IteratorResult<T>> => {
    const answer = iterator.next();
    // It is thrown where it is awaited.
    answer.catch(() => undefined);
    return answer;
  };
  let next = ask();
  for (let one = await next; !one.done; one = await next) {
    next = ask();
    yield one.value;
  }
}

async function run({ bundle, workflowType }: ShardTask, client: Client | null): Promise<void> {
  const options = { workflowBundle: { code: readFileSync(bundle, 'utf8') } };
  let current: Current | null = null;

  async function* histories(): AsyncIterable<RecordedHistory> {
    for await (const read of oneAhead(readAll(client))) {
      const begunAt = Date.now();
      if ('damage' in read) {
        const unknown = { workflowId: null, type: null, outcome: null, events: 0 };
        report({ ...read, ...unknown, begunAt }, { verdict: 'DAMAGED', words: read.damage });
        continue;
      }
      current = { ...read, begunAt };
      if (workflowType !== null && read.type !== workflowType) report(current, { verdict: 'PASSED_OVER' });
      else yield { workflowId: read.workflowId, history: read.history };
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
  // Nobody asks for the call stack of a replay, and it was 25 to 40% of the time: 37 histories/s with it, 58 without it, in one process (500
  // purchases, 2 cores). What the code is asked to do is the same: the hook only looks.
  leaveOutStackTraces();
  limitWorkflowCode(null);
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
