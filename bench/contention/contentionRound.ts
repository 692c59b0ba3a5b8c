import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { createClient } from '../../src/client';
import { createCallTally } from '../callTally';
import { createFanCalls, type FanCalls } from '../fanCalls';
import { inParallel } from '../inParallel';
import { readBooks } from '../onsale/saleBooks';
import { openSale } from '../openSale';
import { untilCalm } from '../queue/calm';
import { withProgress } from '../queue/progress';
import { acceptedUpdates } from '../sessionHistories';
import { signUpCrowd } from '../signUpCrowd';
import { spreadOf } from '../spread';
import type { StackEnvironment } from '../stackEnvironment';
import type { ContentionRound } from './contentionReport';
import { rush, type Rusher } from './rush';

const PRICE = 50_000;
const JOINERS = 30;
const LOOK_EVERY_MS = 250;
const TOLD_WITHIN_MS = 120_000;

/** Makes a concert with so many seats and so many fans who are admitted, and lets all of them hold at once. */
export async function contentionRound(
  { fans, seats }: { fans: number; seats: number },
  stack: StackEnvironment,
  say: (line: string) => void,
): Promise<ContentionRound> {
  const { apiUrl, adminKey, databaseUrl, temporalAddress, temporalNamespace } = stack;
  if (adminKey === null) throw new Error('ADMIN_KEY is not set: the benchmark makes its own concert');
  if (databaseUrl === null) throw new Error('DATABASE_URL is not set: who holds what is asked of PostgreSQL');
  if (temporalAddress === null) throw new Error('TEMPORAL_ADDRESS is not set: updates are counted there');
  const tally = createCallTally('before');
  const calls = createFanCalls(apiUrl, tally);
  try {
    const admin = createClient({ baseUrl: apiUrl, key: adminKey });
    const wanted = { name: 'Contention benchmark', seats, dates: 1, fans, price: PRICE };
    const { concertId, scheduleIds } = await openSale(admin, wanted);
    const scheduleId = scheduleIds[0] ?? '';
    say(`${fans} fans sign up`);
    const signedUp = await withProgress(fans, say, (oneDone) => signUpCrowd(calls, fans, oneDone));
    say(`and join concert ${concertId}`);
    const admitted = await withProgress(fans, say, (oneDone) =>
      inParallel(JOINERS, fans, async (i) => {
        const { userId, key } = signedUp[i] as (typeof signedUp)[number];
        const token = await enter(calls, key, concertId);
        oneDone();
        return { userId, key, token };
      }),
    );
    const { key, token } = admitted[0] as Rusher;
    const map = await calls.insist('seat map', { key, token, id: scheduleId });
    if (!map.ok) throw new Error(`the seat map was refused: ${map.status} ${map.code ?? ''}`);
    const seatIds = map.data.items.map(({ id }) => id);
    await untilCalm(stack);
    // Fans on a page of the sale are connected. Node takes one new connection per turn of its loop: those would be measured.
    await Promise.all(admitted.map(({ key, token }) => calls.insist('poll', { key, token })));

    say(`All of them hold one of ${seats} seats at once`);
    const refusedBefore = tally.refusals();
    const began = performance.now();
    const outcomes = await rush(calls, scheduleId, { fans: admitted, seatIds });
    const seconds = (performance.now() - began) / 1000;
    const refusals = differences(tally.refusals(), refusedBefore);
    const holds = tally.figures('hold');
    const winners = outcomes.filter(({ seatId }) => seatId !== null);
    const losers = outcomes.filter(({ seatId }) => seatId === null);
    const before = await readBooks(databaseUrl, concertId);
    say('The histories of their sessions are read');
    const server = { address: temporalAddress, namespace: temporalNamespace };
    const acceptedOf = (some: readonly { userId: string }[]): Promise<number> =>
      acceptedUpdates(
        server,
        concertId,
        some.map(({ userId }) => userId),
      );
    const [held, refusedByWorkflow] = [await acceptedOf(winners), await acceptedOf(losers)];

    say('Those who hold a seat pay, the others are told');
    const bought = new Set(winners.map(({ userId }) => userId));
    await inParallel(JOINERS, fans, async (i) => {
      const fan = admitted[i] as Rusher;
      if (bought.has(fan.userId)) await pay(calls, fan);
    });
    const notTold = await untilNobodyIsIn(apiUrl, adminKey, concertId);
    const books = await readBooks(databaseUrl, concertId);
    const refused = Object.entries(refusals)
      .filter(([what]) => /SEAT_(HELD|RESERVED)$/.test(what))
      .reduce((sum, [, count]) => sum + count, 0);
    return {
      ...{ fans, seats, seconds, winners: winners.length, held: before.seats.held, holds, refusals, notTold },
      toHeld: spreadOf(winners.map(({ lastMs }) => lastMs)),
      toFirstRefusal: spreadOf(losers.map(({ firstMs }) => firstMs)),
      toLastRefusal: spreadOf(losers.map(({ lastMs }) => lastMs)),
      updates: { accepted: held + refusedByWorkflow, held, refused: refusedByWorkflow },
      refused: { all: refused, withoutTask: refused - refusedByWorkflow },
      ...{ undocumented: tally.undocumented(), oversold: books.oversold, findings: books.findings },
    };
  } finally {
    calls.close();
  }
}

/** @returns the token of a fan who is admitted. @throws Error when the fan is not */
async function enter(calls: FanCalls, key: string, concertId: string): Promise<string> {
  const joined = await calls.insist('join', { key, id: concertId });
  if (!joined.ok) throw new Error(`a fan could not join: ${joined.status} ${joined.code ?? ''}`);
  const { token } = joined.data;
  const giveUp = performance.now() + TOLD_WITHIN_MS;
  for (let state: string = joined.data.state; state === 'WAITING';) {
    if (performance.now() > giveUp) throw new Error('a fan was not admitted to an empty concert');
    await pause(LOOK_EVERY_MS);
    const look = await calls.insist('poll', { key, token });
    if (look.ok) state = look.data.state;
  }
  return token;
}

async function pay(calls: FanCalls, { key, token }: Rusher): Promise<void> {
  await calls.insist('top up', { key, idempotencyKey: randomUUID(), body: { amount: PRICE } });
  await calls.insist('pay', { key, token, idempotencyKey: randomUUID() });
}

/** @returns how many are still in it after two minutes */
async function untilNobodyIsIn(apiUrl: string, adminKey: string, concertId: string): Promise<number> {
  const admin = createClient({ baseUrl: apiUrl, key: adminKey });
  const params = { path: { concertId } };
  const giveUp = performance.now() + TOLD_WITHIN_MS;
  for (;;) {
    const { data } = await admin.GET('/v1/admin/concerts/{concertId}/waiting-room', { params });
    const left = data.waiting + data.silent + data.admitted;
    if (left === 0 || performance.now() > giveUp) return left;
    await pause(LOOK_EVERY_MS);
  }
}

function differences(after: Record<string, number>, before: Record<string, number>): Record<string, number> {
  const all = Object.entries(after).map(([what, count]) => [what, count - (before[what] ?? 0)] as const);
  return Object.fromEntries(all.filter(([, count]) => count > 0));
}
