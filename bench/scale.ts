import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Output } from '../src/program';
import { isBad } from './benchReport';
import { measurePurchases } from './measurePurchases';
import { runBenchmark } from './runBenchmark';
import { startExtra, type ExtraProcess } from './scale/extraProcesses';
import { readScaleOptions, USAGE, type Fleet, type ScaleOptions } from './scale/scaleOptions';
import { scaleText, type ScaleRun } from './scale/scaleReport';
import { readStackEnvironment, type StackEnvironment } from './stackEnvironment';

const KINDS = { worker: /^worker(-\d+)?$/, api: /^api(-\d+)?$/ } as const;
type Kind = keyof typeof KINDS;

/** @throws Error when the stack runs more than a fleet asks for: its own processes stay */
function checkFleets({ processes }: StackEnvironment, fleets: readonly Fleet[]): Record<Kind, number> {
  const own = (kind: Kind): number => processes.filter(({ name }) => KINDS[kind].test(name)).length;
  const [workers, apis] = [own('worker'), own('api')];
  if (workers === 0 || apis === 0)
    throw new Error('there is no stack.json that names worker and API: start the stack with npm start');
  if (fleets.some((fleet) => fleet.workers < workers))
    throw new Error(`--workers: the stack itself has ${workers}`);
  if (fleets.some((fleet) => fleet.apis < apis)) throw new Error(`--apis: the stack itself has ${apis}`);
  return { worker: workers, api: apis };
}

/** Starts and stops extra processes so that there are as many as each fleet has. */
function createExtras(own: Record<Kind, number>, folder: string, remark: (line: string) => void) {
  const running: Record<Kind, ExtraProcess[]> = { worker: [], api: [] };
  let started = 0;
  async function bring(kind: Kind, count: number): Promise<void> {
    const wanted = count - own[kind];
    for (const one of running[kind].splice(wanted)) await one.stop();
    // One by one: several that start at once on few cores take each other's time.
    while (running[kind].length < wanted) {
      started += 1;
      const extra = await startExtra(kind, `${kind}-${100 + started}`, folder);
      running[kind].push(extra);
      remark(`  ${extra.name} runs (pid ${extra.pid})`);
    }
  }
  return {
    running: (kind: Kind): readonly ExtraProcess[] => running[kind],
    async be({ workers, apis }: Fleet): Promise<void> {
      await bring('worker', workers);
      await bring('api', apis);
    },
    async stop(): Promise<void> {
      const all = [...running.api.splice(0), ...running.worker.splice(0)];
      await Promise.all(all.map((one) => one.stop()));
    },
    kill(): void {
      for (const { pid } of [...running.api, ...running.worker]) process.kill(pid, 'SIGKILL');
    },
  };
}

async function measureAll(
  options: ScaleOptions,
  stack: StackEnvironment,
  { remark }: Output,
  stopped: () => boolean,
): Promise<ScaleRun[]> {
  const folder = mkdtempSync(path.join(tmpdir(), 'concert-sessions-scale-'));
  const extras = createExtras(checkFleets(stack, options.fleets), folder, remark);
  const runs: ScaleRun[] = [];
  endAtOnceWhenAskedTwice(() => extras.kill());
  try {
    for (let turn = 1; turn <= options.turns; turn += 1) {
      // Each other turn backwards: what grows from run to run, such as the database, weighs on all of them the same.
      const order = turn % 2 === 1 ? options.fleets : [...options.fleets].reverse();
      for (const fleet of order) {
        if (stopped()) return runs;
        remark(`${fleet.workers} worker(s) and ${fleet.apis} API(s)`);
        await extras.be(fleet);
        const [workers, apis] = [extras.running('worker'), extras.running('api')];
        const whole = { ...stack, processes: [...stack.processes, ...workers, ...apis] };
        const apiUrls = [...stack.apiUrls, ...apis.flatMap(({ url }) => url ?? [])];
        const load = { ...options, overload: 1, allowRemote: false };
        const report = await measurePurchases(load, whole, { apiUrls, until: stopped });
        runs.push({ fleet, report });
        remark(`  ${report.purchasesPerSecond.toFixed(1)} purchases/s`);
      }
    }
    return runs;
  } finally {
    await extras.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Nothing that was started here may stay behind, also when nobody wants to wait for what is under way. */
function endAtOnceWhenAskedTwice(kill: () => void): void {
  let asked = 0;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      asked += 1;
      if (asked < 2) return;
      kill();
      process.exit(2);
    });
  }
}

async function scale(options: ScaleOptions, output: Output, stopped: () => boolean): Promise<boolean> {
  const runs = await measureAll(options, readStackEnvironment(false), output, stopped);
  output.print(options.json ? JSON.stringify(runs, null, 2) : scaleText(runs));
  return runs.some(({ report }) => isBad(report));
}

runBenchmark('The measurement', USAGE, readScaleOptions, scale);
