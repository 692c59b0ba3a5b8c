import { parseArgs } from 'node:util';
import type { Client, WorkflowExecutionInfo } from '@temporalio/client';
import { runProgram, type Output } from '../program';
import { openArchive, type HistoryArchive } from './historyArchive';
import { inParallel } from '../inParallel';
import { personalDataIn } from './personalData';
import { withTemporal } from './temporalServer';

const USAGE = `Writes the histories of workflows of a Temporal server to a folder, to be replayed and audited.

  npm run histories:export -- --out DIR [--query QUERY] [--at-once N]

  --out DIR        where to: index.ndjson and one compressed file per run; exported again, it goes on where it was
  --query QUERY    which workflows, as in the Web UI, such as 'WorkflowType = "session" AND EndReason = "PAID"';
                   without it all of the namespace, open ones as far as they have come
  --at-once N      histories fetched at once (default 10)

The server is the running stack's, or where none runs that of Temporal's own command line: TEMPORAL_ADDRESS,
TEMPORAL_NAMESPACE, TEMPORAL_API_KEY, TEMPORAL_TLS… and the profile file.

Exit codes: 0 all are there, 1 some could not be written or hold personal data (those are left out), 2 it could not begin
or was interrupted.`;

export interface ExportReport {
  exported: number;
  /** From an earlier run, and no longer since. */
  unchanged: number;
  /** Workflow ids with what is wrong; their histories are not in the folder. */
  refused: { workflowId: string; runId: string; why: string }[];
  events: number;
  bytes: number;
}

/**
 * Exports what the query finds. Memory is bounded by the number fetched at once, not by how many there are; but one line
 * per run that is there already is kept in mind.
 * @param stopped asked between histories: true ends it early, everything written stays
 * @param progress called after each history
 */
export async function exportHistories(
  client: Client,
  archive: HistoryArchive,
  { query, atOnce }: { query?: string; atOnce: number },
  stopped: () => boolean,
  progress: (report: ExportReport) => void,
): Promise<ExportReport> {
  const report: ExportReport = { exported: 0, unchanged: 0, refused: [], events: 0, bytes: 0 };

  async function fetchOne({ workflowId, runId, historyLength }: WorkflowExecutionInfo): Promise<void> {
    const kept = archive.kept.get(runId);
    if (kept !== undefined && kept >= historyLength) {
      report.unchanged += 1;
      return;
    }
    const history = await client.workflow.getHandle(workflowId, runId).fetchHistory();
    const personal = personalDataIn(history);
    if (personal.length > 0) {
      report.refused.push({ workflowId, runId, why: `holds ${personal.join(' and ')}` });
      return;
    }
    const { events, bytes } = await archive.add({ workflowId, runId, history });
    report.exported += 1;
    report.events += events;
    report.bytes += bytes;
  }

  async function* listed(): AsyncIterable<WorkflowExecutionInfo> {
    for await (const execution of client.workflow.list({ query, pageSize: 500 })) {
      if (stopped()) return;
      yield execution;
    }
  }

  await inParallel(atOnce, listed(), async (execution) => {
    try {
      await fetchOne(execution);
    } catch (error) {
      const { workflowId, runId } = execution;
      report.refused.push({ workflowId, runId, why: error instanceof Error ? error.message : String(error) });
    }
    progress(report);
  });
  return report;
}

/** The command line. @returns the exit code */
export async function exportCommand(
  args: string[],
  { print, remark, atIntervals }: Output,
  stopped: () => boolean,
): Promise<0 | 1 | 2> {
  const text = { type: 'string' } as const;
  const options = { out: text, query: text, 'at-once': text, help: { type: 'boolean' } } as const;
  const { out, query, help, 'at-once': given = '10' } = parseArgs({ args, options }).values;
  if (help) {
    print(USAGE);
    return 0;
  }
  if (!out) throw new Error(`--out says where to write.\n\n${USAGE}`);
  if (!/^[1-9]\d{0,2}$/.test(given)) throw new Error('--at-once must be a whole number from 1 to 999');
  const startedAt = Date.now();
  const rate = (count: number) =>
    `${(count / Math.max(0.001, (Date.now() - startedAt) / 1000)).toFixed(1)}/s`;
  const report = await withTemporal(async (client) =>
    exportHistories(client, await openArchive(out), { query, atOnce: Number(given) }, stopped, (sofar) =>
      atIntervals(
        () => `${sofar.exported} exported (${rate(sofar.exported)}), ${sofar.unchanged} were there`,
      ),
    ),
  );
  for (const { workflowId, runId, why } of report.refused.slice(0, 20))
    remark(`left out: ${workflowId} ${runId}: ${why}`);
  const { exported, unchanged, refused, events, bytes } = report;
  const size = `${events} events, ${(bytes / 1e6).toFixed(1)} MB`;
  print(
    `${exported} histories exported (${size}, ${rate(exported)}), ${unchanged} were there, ${refused.length} left out`,
  );
  if (stopped()) {
    remark('interrupted: the same command goes on from here');
    return 2;
  }
  return refused.length > 0 ? 1 : 0;
}

if (require.main === module) runProgram('The export', exportCommand);
