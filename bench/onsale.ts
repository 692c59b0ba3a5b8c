import { availableParallelism } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import { createClient } from '../src/client';
import type { Output } from '../src/program';
import { createCallTally } from './callTally';
import { createFanCalls } from './fanCalls';
import { openSale } from './openSale';
import { createCrowd, type Crowd } from './onsale/crowd';
import { readOnSaleOptions, USAGE, type OnSaleOptions } from './onsale/onSaleOptions';
import { onSaleText, type OnSaleReport } from './onsale/onSaleReport';
import { watchParts } from './onsale/partsOverTime';
import { faultsOf } from './onsale/saleFaults';
import { readBooks } from './onsale/saleBooks';
import { createWishes } from './onsale/wishes';
import { withProgress } from './queue/progress';
import { runBenchmark } from './runBenchmark';
import { signUpCrowd } from './signUpCrowd';
import { readStackEnvironment, type StackEnvironment } from './stackEnvironment';

const PRICE = 50_000;
const SAY_EVERY_MS = 10_000;

/** Runs a whole on-sale against the running stack, with a concert and fans of its own. @throws Error where it cannot */
async function bench(
  options: OnSaleOptions,
  stack: StackEnvironment,
  say: Output['remark'],
  stopped: () => boolean,
): Promise<OnSaleReport> {
  const { fans, seats, capacity, rate, joiners, pollers, opensInSeconds, maxMinutes } = options;
  const { apiUrl, adminKey, databaseUrl } = stack;
  if (adminKey === null) throw new Error('ADMIN_KEY is not set: the benchmark makes its own concert');
  if (databaseUrl === null) throw new Error('DATABASE_URL is not set: what was sold is asked of PostgreSQL');
  const tally = createCallTally('signing up');
  const calls = createFanCalls(apiUrl, tally);

  say(`${fans} fans sign up`);
  const from = performance.now();
  const signedUp = await withProgress(fans, say, (oneDone) => signUpCrowd(calls, fans, oneDone, stopped));
  const keys = signedUp.map(({ key }) => key);
  const signUpSeconds = secondsSince(from);
  if (stopped()) throw new Error('interrupted before the sale');

  const opensAt = Date.now() + opensInSeconds * 1000;
  const admin = createClient({ baseUrl: apiUrl, key: adminKey });
  const waitingRoom = { capacity, admissionsPerSecond: rate };
  const wanted = { name: 'On-sale benchmark', seats, dates: 1, fans, price: PRICE, waitingRoom, opensAt };
  const { concertId, scheduleIds } = await openSale(admin, wanted);
  let holdSeconds: number | null = null;
  const sale = {
    ...{ calls, concertId, price: PRICE, scheduleId: scheduleIds[0] ?? '' },
    wish: createWishes(seats, options.dropouts, options.leavers),
    onHeld: (expiresAt: string) => (holdSeconds ??= Math.round((Date.parse(expiresAt) - Date.now()) / 1000)),
  };
  const crowd = createCrowd(sale, { seats, pollers, tally });
  const parts = watchParts(stack, 'joining');
  tally.enter('gathering');
  say(`They join concert ${concertId}, ${joiners} at once; it opens in ${opensInSeconds} s`);
  const joining = performance.now();
  const openingAt = joining + (opensAt - Date.now());
  const deadline = joining + maxMinutes * 60_000;
  const opening = pause(opensInSeconds * 1000, undefined, { ref: false }).then(async () => {
    tally.enter('selling');
    await parts.mark('selling');
    say('The sale opens');
  });
  await withProgress(fans, say, (oneDone) => crowd.joinAll(keys, joiners, oneDone, stopped));
  const joinSeconds = secondsSince(joining);
  if (!stopped()) say(`All have joined, after ${joinSeconds.toFixed(0)} s`);
  const watching = setInterval(() => say(stateOf(crowd, seats)), SAY_EVERY_MS);
  const sold = crowd.whenSoldOut.then(async () => {
    say('The last seat is paid for');
    await parts.mark('telling');
  });
  const all = await crowd.untilAllEnded(() => stopped() || performance.now() > deadline);
  clearInterval(watching);
  await crowd.stop();
  if (crowd.moments.soldOutAt !== null) await sold;
  if (performance.now() > openingAt) await opening;
  const overAt = performance.now();
  const gatheringSeconds = (Math.min(openingAt, overAt) - joining) / 1000;
  const joined = Object.values(crowd.ends()).reduce((sum, count) => sum + count);
  const samples = await parts.stop();
  calls.close();
  say('The books are read');
  const books = await readBooks(databaseUrl, concertId);

  const { soldOutAt, lastToldAt, lastEndAt } = crowd.moments;
  const after = (from: number, to: number | null): number | null => (to === null ? null : (to - from) / 1000);
  const report = {
    ...{ fans, seats, capacity, rate, holdSeconds },
    dropouts: { runOutPercent: options.dropouts, leavePercent: options.leavers },
    seconds: {
      signUp: signUpSeconds,
      join: joinSeconds,
      toOpening: gatheringSeconds,
      toSoldOut: after(openingAt, soldOutAt),
      toLastTold: after(soldOutAt ?? openingAt, lastToldAt),
      toLastEnd: after(soldOutAt ?? openingAt, lastEndAt),
    },
    signUpsPerSecond: fans / signUpSeconds,
    joinsPerSecond: joined / joinSeconds,
    confirmedPerSecond: soldOutAt === null ? null : (seats * 1000) / (soldOutAt - openingAt),
    confirmedPerSecondBusiest: crowd.busiestTenSeconds() / 10,
    polls: {
      gathering: { ...tally.figures('poll', 'gathering'), seconds: gatheringSeconds },
      selling: {
        ...tally.figures('poll', 'selling'),
        seconds: Math.max((soldOutAt ?? overAt) - openingAt, 0) / 1000,
      },
      telling: { ...tally.figures('poll', 'telling'), seconds: (overAt - (soldOutAt ?? overAt)) / 1000 },
    },
    mostLatePollSeconds: crowd.mostLateMs() / 1000,
    calls: {
      join: tally.figures('join'),
      'top up': tally.figures('top up'),
      'seat map': tally.figures('seat map'),
      hold: tally.figures('hold'),
      pay: tally.figures('pay'),
      leave: tally.figures('leave'),
    },
    refusals: tally.refusals(),
    undocumented: tally.undocumented(),
    ends: crowd.ends(),
    atTheDoor: crowd.atTheDoor(),
    toldByRoom: crowd.toldByRoom(),
    books,
    samples,
    notes: [`${availableParallelism()} cores, Node ${process.versions.node}; this program runs on them`],
  };
  if (stopped()) report.notes.push('interrupted: it is not the whole sale');
  else if (!all) report.notes.push(`stopped after ${maxMinutes} minutes`);
  if (joinSeconds > opensInSeconds) {
    report.notes.push('it opened while fans still joined: --opens-in makes it later');
  }
  if (stack.processes.length === 0) {
    report.notes.push('no CPU and memory: there is no stack.json with processes');
  }
  return { ...report, faults: faultsOf(report, crowd.bought(), stopped()) };
}

function stateOf(crowd: Crowd, seats: number): string {
  const { CONFIRMED, SOLD_OUT, LEFT, EXPIRED, NONE } = crowd.ends();
  return `  ${CONFIRMED} of ${seats} seats sold; told: ${SOLD_OUT} sold out, ${LEFT} left, ${EXPIRED} expired; ${NONE} are in it`;
}

function secondsSince(from: number): number {
  return (performance.now() - from) / 1000;
}

async function onSale(
  options: OnSaleOptions,
  { print, remark }: Output,
  stopped: () => boolean,
): Promise<boolean> {
  const report = await bench(options, readStackEnvironment(options.allowRemote), remark, stopped);
  print(options.json ? JSON.stringify(report, null, 2) : `\n${onSaleText(report)}`);
  return report.faults.length > 0;
}

runBenchmark('The benchmark', USAGE, readOnSaleOptions, onSale);
