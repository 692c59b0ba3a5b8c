import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { WORKFLOW_BUNDLE_PATH } from '../workers/workflowBundle';
import { runProgram, type Output } from '../program';
import { historyFiles } from './historyArchive';
import {
  addTo,
  countOf,
  emptyReport,
  failureText,
  writeJson,
  writeJunit,
  type ReplayReport,
} from './replayReport';
import { sampleOf } from './sample';
import type { ReplayedHistory, ReplayJob } from './shardMessages';
import { replayInShards } from './shards';
import { withTemporal } from './temporalServer';

const USAGE = `Replays recorded histories against the workflow code of this build.

  npm run replay -- DIR|FILE…  [options]             what npm run histories:export wrote, or Temporal's own JSON
  npm run replay -- --from-server [--query QUERY]    straight from a server, see npm run histories:export -- --help

  --processes N            at once (default: one per core)
  --workflow-type TYPE     only these, such as session
  --sample N               so many of them, chosen by chance; --seed S repeats a choice
  --min-count OUTCOME=N    fails unless so many of this outcome replay, such as CONFIRMED=100 or 'session CONFIRMED=100'
  --fail-fast              stops at the first failure
  --timeout SECONDS        for one history (default 60)
  --json FILE              counts and failures
  --junit FILE             one case per history, for CI
  --bundle FILE            the workflow code, instead of this build's

A damaged file is reported, and the rest goes on. Nothing to replay is a failure.

Exit codes: 0 all replayed, 1 some did not or a demand is not met, 2 it could not begin or was interrupted.`;

const text = { type: 'string' } as const;
const texts = { type: 'string', multiple: true } as const;
const flag = { type: 'boolean' } as const;
const OPTIONS = {
  ...{ processes: text, 'workflow-type': text, sample: text, seed: text, timeout: text },
  ...{ query: text, json: text, junit: text, bundle: text, 'min-count': texts },
  ...{ 'from-server': flag, 'fail-fast': flag, help: flag },
} as const;

function wholeNumber(option: string, given: string | undefined, otherwise: number): number {
  if (given === undefined) return otherwise;
  if (!/^[1-9]\d{0,8}$/.test(given)) throw new Error(`--${option} must be a whole number from 1`);
  return Number(given);
}

/** `CONFIRMED=100` */
function demandsOf(given: readonly string[]): { outcome: string; least: number }[] {
  return given.map((demand) => {
    const [, outcome, least] = /^(.+)=(\d{1,9})$/.exec(demand) ?? [];
    if (!outcome) throw new Error(`--min-count must be like CONFIRMED=100, not ${demand}`);
    return { outcome, least: Number(least) };
  });
}

async function runsOnServer(query: string | undefined): Promise<ReplayJob[]> {
  return await withTemporal(async (client) => {
    const jobs: ReplayJob[] = [];
    for await (const { workflowId, runId } of client.workflow.list({ query, pageSize: 500 }))
      jobs.push({ workflowId, runId });
    return jobs;
  });
}

/** The command line. @returns the exit code */
export async function replayCommand(
  args: string[],
  { print, remark, atIntervals }: Output,
  interrupted: () => boolean,
): Promise<0 | 1 | 2> {
  const { values, positionals } = parseArgs({ args, options: OPTIONS, allowPositionals: true });
  if (values.help) {
    print(USAGE);
    return 0;
  }
  const fromServer = values['from-server'] ?? false;
  if (fromServer === positionals.length > 0)
    throw new Error(`give folders or files, or --from-server.\n\n${USAGE}`);
  const demands = demandsOf(values['min-count'] ?? []);
  const processes = wholeNumber('processes', values.processes, availableParallelism());
  const silentMs = wholeNumber('timeout', values.timeout, 60) * 1000;
  const task = {
    bundle: values.bundle ?? WORKFLOW_BUNDLE_PATH,
    workflowType: values['workflow-type'] ?? null,
  };

  let jobs: ReplayJob[] = fromServer
    ? await runsOnServer(values.query)
    : (await historyFiles(positionals)).map((file) => ({ file }));
  if (values.sample !== undefined) {
    const sample = sampleOf(jobs, wholeNumber('sample', values.sample, 1), values.seed);
    remark(`${sample.chosen.length} of ${jobs.length} chosen by chance: --seed ${sample.seed} repeats it`);
    jobs = sample.chosen;
  }
  const report = emptyReport(jobs.length);
  const all: ReplayedHistory[] = [];
  const startedAt = performance.now();
  const failedFast = (): boolean => values['fail-fast'] === true && report.failures.length > 0;
  const stopped = (): boolean => interrupted() || failedFast();
  await replayInShards(jobs, { task, processes, fromServer, silentMs }, stopped, (replayed) => {
    // What other histories gave before their processes could be ended.
    if (failedFast()) return;
    addTo(report, replayed);
    if (values.junit !== undefined) all.push(replayed);
    if (replayed.result.verdict === 'FAILED' || replayed.result.verdict === 'DAMAGED')
      if (report.failures.length <= 20) print(failureText(replayed));
    report.seconds = (performance.now() - startedAt) / 1000;
    atIntervals(() => progressOf(report));
  });

  if (report.replayed === 0) report.unmet.push('nothing was replayed');
  for (const { outcome, least } of demands) {
    const count = countOf(report, outcome);
    if (count < least) report.unmet.push(`${outcome}: ${count} replayed, at least ${least} demanded`);
  }
  if (values.json !== undefined) await writeJson(values.json, report);
  if (values.junit !== undefined) await writeJunit(values.junit, all, report);
  print(summaryText(report, processes));
  if (interrupted()) {
    remark('interrupted: the rest was not replayed');
    return 2;
  }
  return report.failures.length > 0 || report.unmet.length > 0 ? 1 : 0;
}

function rateOf({ replayed, failed, seconds }: ReplayReport): string {
  return `${((replayed + failed) / Math.max(seconds, 0.001)).toFixed(1)}/s`;
}

function progressOf(report: ReplayReport): string {
  const { histories, replayed, failed, damaged, passedOver } = report;
  const done = replayed + failed + damaged + passedOver;
  return `${done} of ${histories} (${rateOf(report)}), ${failed} failed, ${damaged} damaged`;
}

function summaryText(report: ReplayReport, processes: number): string {
  const { replayed, failed, damaged, passedOver, outcomes, unmet, seconds, events } = report;
  const lines = Object.entries(outcomes)
    .sort(([a], [b]) => a.localeCompare(b))
    .map(([outcome, count]) => `${String(count).padStart(8)}  ${outcome}`);
  for (const demand of unmet) lines.push(`not met: ${demand}`);
  const took = `${events} events in ${seconds.toFixed(1)} s, ${rateOf(report)}, ${processes} processes`;
  const rest = passedOver > 0 ? `, ${passedOver} of other types` : '';
  lines.push(`${replayed} replayed, ${failed} failed, ${damaged} damaged${rest} (${took})`);
  return lines.join('\n');
}

if (require.main === module) runProgram('The replay', replayCommand);
