import { availableParallelism } from 'node:os';
import { createDataSource } from '../src/persistence/dataSource';
import { runAudit, type Finding } from '../src/operations/audit';
import type { BenchOptions } from './benchOptions';
import type { BenchReport } from './benchReport';
import { createCallTally } from './callTally';
import { cpuSeconds, machineCpuSeconds } from './cpuTime';
import { createFanCalls } from './fanCalls';
import { inParallel } from './inParallel';
import { purchase, type PurchaseOutcome, type StepTimes } from './purchase';
import { seatsSold, setUpSale, type Buyer } from './saleSetup';
import { readHistories, type HistoryFigures } from './sessionHistories';
import { spreadOf } from './spread';
import type { StackEnvironment } from './stackEnvironment';

/** Each history is a request of its own. */
const MOST_HISTORIES = 100;
const STEPS = ['join', 'seatMap', 'hold', 'pay', 'whole'] as const satisfies (keyof StepTimes)[];

export interface MeasuringInput {
  /** Runs the measured purchases, and looks at the stack before and after; the clocks run only within. */
  around?: <T>(work: () => Promise<T>) => Promise<T>;
  /** APIs that the fans use in turns, each fan one; left out: that of the stack. */
  apiUrls?: readonly string[];
  /** No purchase begins once this says so. */
  until?: () => boolean;
}

/** Measures full purchases against the running stack, with a concert and fans of its own. @throws Error where it cannot be measured */
export async function measurePurchases(
  options: BenchOptions,
  stack: StackEnvironment,
  { around = (work) => work(), apiUrls = [stack.apiUrl], until = () => false }: MeasuringInput = {},
): Promise<BenchReport> {
  const { fans, purchases, warmup, maxSeconds } = options;
  const { apiUrl, adminKey, processes } = stack;
  if (adminKey === null) throw new Error('ADMIN_KEY is not set: the benchmark makes its own concert');
  const say = (line: string): void => console.error(line);

  const sale = await setUpSale(apiUrl, adminKey, { buyers: warmup + purchases, fans });
  const { concertId, buyers } = sale;
  say(`Before the clock: concert ${concertId}, ${sale.schedules} schedule(s), ${sale.seats} seats,`);
  say(`  ${buyers.length} fans with a wallet that pays for one seat; nobody has to wait in line`);
  const tally = createCallTally('purchases');
  const apis = apiUrls.map((url) => createFanCalls(url, tally));
  const buy = async (buyer: Buyer, number: number): Promise<PurchaseOutcome> =>
    await purchase(apis[number % apis.length]!, concertId, buyer);

  const warm = buyers.slice(0, warmup);
  const warmed = await inParallel(fans, warm.length, (i) => buy(warm[i] as Buyer, i), until);
  say(`  ${warmed.filter(({ times }) => times).length} purchases to warm up`);

  const measured = buyers.slice(warmup);
  const pids = processes.map(({ pid }) => pid);
  const { outcomes, seconds, own, machineSeconds, cpuBefore, cpuAfter } = await around(async () => {
    const cpuBefore = cpuSeconds(pids);
    const ownBefore = process.cpuUsage();
    const machineBefore = machineCpuSeconds();
    const started = performance.now();
    const late = (): boolean => until() || performance.now() - started > maxSeconds * 1000;
    const outcomes = await inParallel(fans, measured.length, (i) => buy(measured[i] as Buyer, i), late);
    return {
      outcomes,
      seconds: (performance.now() - started) / 1000,
      own: process.cpuUsage(ownBefore),
      machineSeconds: machineCpuSeconds() - machineBefore,
      cpuBefore,
      cpuAfter: cpuSeconds(pids),
    };
  });

  for (const api of apis) api.close();
  const notes = [
    `${availableParallelism()} cores, Node ${process.versions.node}; this program runs on them too`,
  ];
  if (outcomes.length < purchases) notes.push(`stopped after ${seconds.toFixed(0)} s`);
  if (processes.length === 0) notes.push('no CPU figures: there is no stack.json that names the processes');
  const done = outcomes.filter(({ times }) => times !== null);
  const undocumented = outcomes.flatMap((outcome) => outcome.undocumented ?? []);
  // Of a call without an answer only the tally knows the reason.
  undocumented.push(...Object.keys(tally.undocumented()).filter((one) => !undocumented.includes(one)));
  const told = done.length + warmed.filter(({ times }) => times).length;
  // A part may be down by now: what was measured is reported all the same.
  const sold = await seatsSold(apiUrl, adminKey, concertId).catch(reasonOf);
  if (sold !== told) undocumented.push(`${told} fans were told that they bought; seats sold: ${sold}`);

  return {
    fans,
    purchases: outcomes.length,
    failed: outcomes.length - done.length,
    seconds,
    purchasesPerSecond: done.length / seconds,
    steps: Object.fromEntries(
      STEPS.map((step) => [step, spreadOf(done.flatMap(({ times }) => (times ? [times[step]] : [])))]),
    ) as BenchReport['steps'],
    cpu: [
      ...processes.map(({ name, pid }) => {
        const [before, after] = [cpuBefore.get(pid), cpuAfter.get(pid)];
        return { name, seconds: before === undefined || after === undefined ? null : after - before };
      }),
      { name: 'this program', seconds: (own.user + own.system) / 1e6 },
    ],
    histories: await histories(stack, concertId, done, notes),
    machineSeconds,
    refusals: countsOf(outcomes.flatMap(({ refusals }) => refusals)),
    undocumented,
    audit: await audit(stack, notes),
    notes,
  };
}

async function histories(
  { temporalAddress, temporalNamespace }: StackEnvironment,
  concertId: string,
  done: readonly PurchaseOutcome[],
  notes: string[],
): Promise<HistoryFigures | null> {
  if (temporalAddress === null) {
    notes.push('no history figures: TEMPORAL_ADDRESS is not set');
    return null;
  }
  const stride = Math.max(Math.ceil(done.length / MOST_HISTORIES), 1);
  const sample = done.filter((_, i) => i % stride === 0).map(({ userId }) => userId);
  const server = { address: temporalAddress, namespace: temporalNamespace };
  return await readHistories(server, concertId, sample).catch((error: unknown) => {
    notes.push(`no history figures: ${reasonOf(error)}`);
    return null;
  });
}

async function audit({ databaseUrl }: StackEnvironment, notes: string[]): Promise<Finding[] | null> {
  if (databaseUrl === null) {
    notes.push('no audit: DATABASE_URL is not set');
    return null;
  }
  const db = createDataSource({
    url: databaseUrl,
    poolSize: 1,
    applicationName: 'bench',
    statementTimeoutMs: 0,
  });
  await db.initialize();
  try {
    return await runAudit(db);
  } finally {
    await db.destroy();
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function countsOf(names: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}
