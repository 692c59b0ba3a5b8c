import { runAudit } from '../../src/operations/audit';
import { removeSeatGuards } from '../persistence/guards';
import type { Fan, Sale } from '../support/apiClient';
import { answerTally } from '../support/answerTally';
import { RACE, RACE_TIMEOUT_MS, report } from '../support/raceSize';
import { startRaceStack, type RaceStack } from '../support/runningProcesses';

const { fans: FANS, rounds: ROUNDS } = RACE.oneSeat;

let stack: RaceStack;
let sale: Sale;
let fans: Fan[];
let seats: string[];
beforeAll(async () => {
  // The limit that the API has by itself: that no request runs into it is part of the claim.
  stack = await startRaceStack({ environment: { HOLD_SECONDS: '1800', ANSWER_WITHIN_MS: '8000' } });
  // One seat for each round, one for the twin, and some that let the schedule's counters bear that it is held by several.
  sale = await stack.apis[0].onSale({ seats: ROUNDS + 10 });
  fans = await stack.crowd(sale, FANS);
  seats = await stack.apis[0].seatIds(fans[0]!, sale.scheduleId);
  report(`${FANS} fans have joined`);
}, RACE_TIMEOUT_MS);
afterAll(() => stack.close(), RACE_TIMEOUT_MS);

/** All requests leave before the first answer is read. */
async function everybodyHolds(seat: string | undefined): Promise<Record<string, number>> {
  const answers = fans.map((fan, index) => stack.via(index).hold(fan, sale.scheduleId, [seat]));
  return answerTally(await Promise.all(answers));
}

test(
  `of ${FANS} holds at once on one seat, through two API processes, one gets it and all others are refused with SEAT_HELD; ${ROUNDS} times`,
  async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const outcomes = await everybodyHolds(seats[round]);
      report(`round ${round + 1} of ${ROUNDS}: ${JSON.stringify(outcomes)}`);
      expect(outcomes).toEqual({ '200': 1, '409 SEAT_HELD': FANS - 1 });
    }
    expect(await runAudit(stack.db)).toEqual([]);
  },
  RACE_TIMEOUT_MS,
);

test(
  'twin: without the seat locks, the conditional claim and the unique index, several get it',
  async () => {
    await removeSeatGuards(stack.db, 1);
    const outcomes = await everybodyHolds(seats[ROUNDS]);
    expect(outcomes['200']).toBeGreaterThan(1);
    expect((await runAudit(stack.db)).map(({ rule }) => rule)).toContain('seat-has-two-owners');
  },
  RACE_TIMEOUT_MS,
);
