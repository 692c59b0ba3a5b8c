import fc from 'fast-check';
import { extensions, histories, openingBalances } from './arbitraries';
import { deliver, newVisit, type Play } from './delivery';
import type { SaleModel } from './saleModel';
import { Stage, type StageInput } from './stage';
import type { Deciders } from './steps';

export interface PropertyInput extends StageInput {
  runs: number;
  /** Commands of the longest history. */
  most: number;
  /** After this long the rest is left out, milliseconds. A failure found by then is shown as far as it is shortened. */
  limitMs: number;
  seed?: number;
  path?: string;
  replayPath?: string;
  onRun?: (run: number, tally: Play['tally']) => void;
}

/** Further fans have to join. */
const ADMITTED_AT_FIRST = 3;

/** Random histories on PostgreSQL, each step compared with the model. @throws with the seed and the shortest history */
export async function checkHistories(input: PropertyInput): Promise<void> {
  const { runs, most, limitMs, seed, path, replayPath, onRun } = input;
  const stage = new Stage(input);
  const tally: Play['tally'] = new Map();
  let run = 0;
  const property = fc.asyncProperty(
    openingBalances,
    extensions,
    histories(most, replayPath),
    async (balances, extensionSeconds, history) => {
      const { deciders, sale } = await stage.open(balances, extensionSeconds);
      const play: Play = { sale, fans: [...sale.wallets.keys()], visits: new Map(), sent: [], tally };
      for (const fan of play.fans.slice(0, ADMITTED_AT_FIRST))
        play.visits.set(fan, newVisit(play, fan, true));
      try {
        await fc.asyncModelRun(() => ({ model: play, real: deciders }), history);
        await endAll(play, deciders);
      } catch (error) {
        await stage.discard();
        throw error;
      }
      onRun?.(++run, tally);
    },
  );
  try {
    await fc.assert(property, {
      numRuns: runs,
      interruptAfterTimeLimit: limitMs,
      markInterruptAsFailure: true,
      ...(seed === undefined ? {} : { seed }),
      ...(path === undefined ? {} : { path }),
    });
  } finally {
    await stage.close();
  }
}

/** Whatever happened: once every session has ended, no seat is held any more. */
async function endAll(play: Play, deciders: Deciders): Promise<void> {
  for (const { identity, admittedAt, attempt } of play.visits.values()) {
    const context = { identity, admittedAt, admittedUntil: null, expiresAt: 0, revision: 999 };
    const input = { ...context, holdNumber: attempt, reason: 'ADMISSION_WINDOW' as const };
    await deliver(play, deciders, { kind: 'end', input }, 'once');
  }
  expect(heldSeats(play.sale)).toEqual([]);
}

function heldSeats({ seats }: SaleModel): string[] {
  return seats.filter(({ owner }) => owner?.status === 'HELD').map(({ id }) => id);
}
