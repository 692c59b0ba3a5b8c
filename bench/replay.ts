import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { historyFiles } from '../src/replay/historyArchive';
import { sampleOf } from '../src/replay/sample';
import { within } from './benchOptions';
import { measuredCommand, type CommandFigures } from './replay/measuredCommand';
import { spreadOf } from './spread';
import { table } from './textTable';

const USAGE = `npm run bench:replay -- DIR|FILE… [options]: how fast recorded histories replay.

  --histories <10..100000>  of those given, chosen by chance and the same for all (500)
  --rounds <1..20>          each way is measured so often, in turns (3)
  --seed S                  repeats a choice
  --processes <2..64>       of the way with several (one per core)
  --json                    the report as one JSON document
  --help

In turns, each a command from its start to its end: a loop of runReplayHistory as anybody would write it, npm run replay with one
process, and with several. Memory is that of all its processes together; it is read from /proc, so without it there is none.
The loop ends by itself after some hundred histories (see bench/replay/plainLoop.ts): what it did until then counts.
Exit code: 0; 1 when a history did not replay; 2 when the benchmark could not run.`;

interface Way {
  name: string;
  program: string;
  args: string[];
}

interface WayFigures {
  name: string;
  historiesPerSecond: number[];
  /** Rate as a multiple of the plain loop's of the same round. */
  ratios: number[];
  peakBytes: number;
}

const text = { type: 'string' } as const;
const flag = { type: 'boolean' } as const;
const OPTIONS = {
  ...{ histories: text, rounds: text, seed: text, processes: text },
  ...{ json: flag, help: flag },
} as const;

const rateOf = ({ replayed, seconds }: CommandFigures): number => replayed / seconds;
const median = (values: readonly number[]): number => spreadOf(values)?.p50 ?? NaN;

function textOf(ways: readonly WayFigures[], histories: number, seed: string): string {
  const single = ways[1]?.historiesPerSecond ?? [];
  const rows = ways.map(({ name, historiesPerSecond, ratios, peakBytes }) => [
    name,
    median(historiesPerSecond).toFixed(1),
    historiesPerSecond.map((rate) => rate.toFixed(1)).join(' '),
    `${median(ratios).toFixed(2)}x`,
    `${median(historiesPerSecond.map((rate, round) => rate / (single[round] ?? NaN))).toFixed(2)}x`,
    `${(peakBytes / 2 ** 20).toFixed(0)} MiB`,
  ]);
  const head = ['', 'histories/s', 'each round', 'of the loop', 'of one process', 'peak memory'];
  const machine = `${availableParallelism()} cores, Node ${process.versions.node}`;
  return `${table(head, rows)}\n\n${histories} histories (--seed ${seed}), ${machine}`;
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({ options: OPTIONS, allowPositionals: true });
  if (values.help || positionals.length === 0) {
    console.log(USAGE);
    if (!values.help) process.exitCode = 2;
    return;
  }
  const most = within('histories', values.histories ?? '500', 10, 100_000);
  const rounds = within('rounds', values.rounds ?? '3', 1, 20);
  const processes = within(
    'processes',
    values.processes ?? String(Math.max(2, availableParallelism())),
    2,
    64,
  );
  const { chosen, seed } = sampleOf(await historyFiles(positionals), most, values.seed);
  if (chosen.length === 0) throw new Error('there is no history in what was given');

  const folder = mkdtempSync(path.join(tmpdir(), 'bench-replay-'));
  try {
    const list = path.join(folder, 'histories.txt');
    writeFileSync(list, chosen.join('\n'));
    const replay = path.join(__dirname, '../src/replay/replay.js');
    const ways: Way[] = [
      {
        name: 'runReplayHistory in a loop',
        program: path.join(__dirname, 'replay/plainLoop.js'),
        args: [list],
      },
      ...[1, processes].map((count) => ({
        name: `npm run replay, ${count} ${count === 1 ? 'process' : 'processes'}`,
        program: replay,
        args: [...chosen, '--processes', String(count)],
      })),
    ];
    const measured: CommandFigures[][] = ways.map(() => []);
    for (let round = 0; round < rounds; round += 1) {
      for (const [index, { name, program, args }] of ways.entries()) {
        const figures = await measuredCommand(program, args);
        measured[index]?.push(figures);
        const rate = `${figures.replayed} in ${figures.seconds.toFixed(1)} s`;
        console.error(`round ${round + 1} of ${rounds}: ${name}: ${rate}`);
        if (figures.exitCode !== 0) process.exitCode = 1;
      }
    }
    const report = ways.map(({ name }, index): WayFigures => {
      const runs = measured[index] ?? [];
      return {
        name,
        historiesPerSecond: runs.map(rateOf),
        ratios: runs.map((run, round) => rateOf(run) / rateOf(measured[0]?.[round] ?? run)),
        peakBytes: Math.max(...runs.map(({ peakBytes }) => peakBytes)),
      };
    });
    if (values.json) console.log(JSON.stringify({ histories: chosen.length, seed, ways: report }, null, 2));
    else console.log(textOf(report, chosen.length, seed));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

main().catch((error: unknown) => {
  console.error(`The benchmark could not run: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 2;
});
