import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import type { Output } from '../src/program';
import { within } from './benchOptions';
import { isBad, type BenchReport } from './benchReport';
import { measurePurchases } from './measurePurchases';
import { runBenchmark } from './runBenchmark';
import { spreadOf } from './spread';
import { readStackEnvironment } from './stackEnvironment';
import { table } from './textTable';
import { startTextbook, type TextbookFigures } from './textbook/textbookStack';

const USAGE = `npm run bench:textbook -- [options]: full purchases beside an empty session as a textbook has it, on the same Temporal server.

  --fans <1..200>         who buy at the same time, and sessions at the same time (30)
  --purchases <20..5000>  of each turn, and sessions (300)
  --pairs <1..20>         turns of both, one after the other (5)
  --json                  the report as one JSON document
  --help

The empty session is started, signalled, held and paid by two updates whose handlers run one local activity that does nothing, and its result
is waited for, by a client without an API. A purchase is join, seat map, hold and payment through the API, in PostgreSQL and Redis.
Exit code: 0; 1 when a purchase failed for a reason that the API does not document, or the audit finds something; 2 when it could not run or was interrupted: Ctrl-C
ends it after the pair under way.`;

/** Of each, before the first pair: until then much of the code of all processes is not compiled. */
const WARMUP = 150;

interface Pair {
  purchases: BenchReport;
  textbook: TextbookFigures;
}

const text = { type: 'string' } as const;
const flag = { type: 'boolean' } as const;
const OPTIONS = { fans: text, purchases: text, pairs: text, json: flag, help: flag } as const;

const median = (values: readonly number[]): number => spreadOf(values)?.p50 ?? NaN;
const ratioOf = ({ purchases, textbook }: Pair): number =>
  purchases.purchasesPerSecond / textbook.sessionsPerSecond;

function reportOf(pairs: readonly Pair[]): string {
  const rows = pairs.map((pair, index) => {
    const { purchases, textbook } = pair;
    return [
      String(index + 1),
      purchases.purchasesPerSecond.toFixed(1),
      textbook.sessionsPerSecond.toFixed(1),
      ratioOf(pair).toFixed(2),
      String(purchases.histories?.events.p50 ?? '-'),
      String(textbook.events?.p50 ?? '-'),
    ];
  });
  const head = [
    'pair',
    'purchases/s',
    'empty sessions/s',
    'ratio',
    'events of a purchase',
    'of an empty one',
  ];
  const names = [...new Set(pairs.flatMap(({ purchases }) => purchases.cpu.map(({ name }) => name)))];
  const ofPurchases = names.map((name) => {
    const each = pairs.map(({ purchases: { cpu, purchases, failed } }) => {
      const used = cpu.find((one) => one.name === name)?.seconds ?? NaN;
      return (used * 1000) / (purchases - failed);
    });
    return [`a purchase: ${name}`, median(each).toFixed(1)];
  });
  const ofTextbook = (['temporal', 'worker', 'client'] as const).map((name) => [
    `an empty session: ${name}`,
    median(pairs.map(({ textbook }) => textbook.cpuMs[name] ?? NaN)).toFixed(1),
  ]);
  return [
    table(head, rows),
    `Median of the ratios: ${median(pairs.map(ratioOf)).toFixed(2)}`,
    table(['CPU of', 'ms, median'], [...ofPurchases, ...ofTextbook]),
    `${availableParallelism()} cores, Node ${process.versions.node}; this program runs on them too`,
  ].join('\n\n');
}

interface TextbookOptions {
  fans: number;
  purchases: number;
  /** Pairs. */
  turns: number;
  json: boolean;
}

/** @returns null: help was asked for. @throws Error that names the option and its range */
function readOptions(args: string[]): TextbookOptions | null {
  const { values } = parseArgs({ args, options: OPTIONS });
  if (values.help) return null;
  return {
    fans: within('fans', values.fans ?? '30', 1, 200),
    purchases: within('purchases', values.purchases ?? '300', 20, 5_000),
    turns: within('pairs', values.pairs ?? '5', 1, 20),
    json: values.json ?? false,
  };
}

async function textbookBench(
  { fans, purchases, turns, json }: TextbookOptions,
  { print, remark }: Output,
  stopped: () => boolean,
): Promise<boolean> {
  const stack = readStackEnvironment(false);
  const { temporalAddress, temporalNamespace, processes } = stack;
  if (temporalAddress === null)
    throw new Error('TEMPORAL_ADDRESS is not set: start the stack with npm start');
  const server = { address: temporalAddress, namespace: temporalNamespace };
  const serverPid = processes.find(({ name }) => name === 'temporal')?.pid ?? null;
  const textbook = await startTextbook(server, serverPid);
  const options = {
    fans,
    purchases,
    warmup: 30,
    maxSeconds: 600,
    overload: 1,
    json: false,
    allowRemote: false,
  };
  /** In turns the one or the other comes first, for what came before may still have its timers under way. */
  async function measurePair(purchasesFirst: boolean): Promise<Pair> {
    const before = purchasesFirst ? null : await textbook.measure(purchases, fans);
    const bought = await measurePurchases(options, stack);
    return { purchases: bought, textbook: before ?? (await textbook.measure(purchases, fans)) };
  }

  const pairs: Pair[] = [];
  try {
    await measurePurchases({ ...options, purchases: WARMUP }, stack, { until: stopped });
    if (!stopped()) await textbook.measure(WARMUP, fans);
    for (let turn = 1; turn <= turns && !stopped(); turn += 1) {
      const pair = await measurePair(turn % 2 === 1);
      pairs.push(pair);
      const [ours, theirs] = [pair.purchases.purchasesPerSecond, pair.textbook.sessionsPerSecond];
      remark(
        `pair ${turn} of ${turns}: ${ours.toFixed(1)} purchases/s, ${theirs.toFixed(1)} empty sessions/s`,
      );
    }
  } finally {
    await textbook.close();
  }
  if (pairs.length === 0) throw new Error('interrupted before a pair was whole');
  print(json ? JSON.stringify(pairs, null, 2) : reportOf(pairs));
  return pairs.some(({ purchases: report }) => isBad(report));
}

runBenchmark('The benchmark', USAGE, readOptions, textbookBench);
