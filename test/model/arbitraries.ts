import fc from 'fast-check';
import { END_REASONS, type EndReason } from '../../src/contracts/states';
import type { Command } from './command';
import { arriveLate, buy, cancel, forgetKeys, runOut, topUp } from './surroundingCommands';
import { admit, end, extend, hold, join, letSeatsGo, pay, release } from './sessionCommands';
import type { Delivery } from './delivery';
import type { SeatWish } from './seatWish';

/** Weights are set so that a history gets somewhere: most steps arrive once, most fans are let in, most seats exist. */
const fan = fc.oneof({ weight: 4, arbitrary: fc.nat(2) }, { weight: 1, arbitrary: fc.nat(4) });
const delivery = fc.oneof(
  { weight: 7, arbitrary: fc.constant<Delivery>('once') },
  { weight: 2, arbitrary: fc.constant<Delivery>('twice') },
  { weight: 1, arbitrary: fc.constant<Delivery>('late') },
);
const schedule = fc.oneof(
  { weight: 7, arbitrary: fc.constant(1) },
  { weight: 5, arbitrary: fc.constant(0) },
  { weight: 1, arbitrary: fc.constant(2) },
);
const places = fc.oneof(
  { weight: 12, arbitrary: fc.uniqueArray(fc.nat(5), { minLength: 1, maxLength: 3 }) },
  { weight: 1, arbitrary: fc.array(fc.nat(5), { maxLength: 5 }) },
);
const named: fc.Arbitrary<SeatWish> = fc.record({ schedule, places });
const stray: fc.Arbitrary<SeatWish> = fc.record({
  schedule,
  places,
  stray: fc.constantFrom('unknown', 'other schedule'),
});
const best: fc.Arbitrary<SeatWish> = fc.record(
  { schedule, best: fc.integer({ min: 1, max: 4 }), grade: fc.constantFrom('S', 'R', 'S', 'R', 'X') },
  { requiredKeys: ['schedule', 'best'] },
);
const wish = fc.oneof(
  { weight: 8, arbitrary: named },
  { weight: 5, arbitrary: best },
  { weight: 1, arbitrary: stray },
);
const reason = fc.constantFrom(
  ...END_REASONS.filter((one): one is Exclude<EndReason, 'PAID'> => one !== 'PAID'),
);
const mostlyTrue = fc.nat(5).map((value) => value < 5);
const rarely = mostlyTrue.map((value) => !value);
const paymentKey = fc.nat(5);
const topUpKey = fc.nat(3);

/** What the concert grants, seconds; 0: no extension. */
export const extensions = fc.constantFrom(200, 200, 200, 0);

/** Three to five fans; none of them can pay for everything. */
export const openingBalances = fc.array(fc.constantFrom(0, 300, 600, 1_000), { minLength: 3, maxLength: 5 });

/** fc.commands draws evenly: a command that should come often is listed often. */
function often(times: number, arbitrary: fc.Arbitrary<Command>): fc.Arbitrary<Command>[] {
  return Array.from({ length: times }, () => arbitrary);
}

const joining = fc.tuple(fan, fc.boolean(), delivery).map((values) => join(...values));
const admission = fc
  .tuple(fan, fc.constantFrom('admit', 'take in'), delivery)
  .map((values) => admit(...values));
const holding = fc.tuple(fan, wish, delivery).map((values) => hold(...values));
const lettingGo = fc.tuple(fan, fc.nat(2), delivery).map((values) => letSeatsGo(...values));
/** A hold lasts 300 s: more than it may last with its extension, less, and no longer than without. */
const cap = fc.constantFrom(900_000, 900_000, 400_000, 300_000);
const extending = fc.tuple(fan, cap, delivery).map((values) => extend(...values));
const releasing = fc
  .tuple(fan, fc.constantFrom('EXPIRED', 'RELEASED'), delivery)
  .map((values) => release(...values));
const paying = fc.tuple(fan, paymentKey, delivery).map((values) => pay(...values));
const buying = fc.tuple(fan, schedule, fc.integer({ min: 1, max: 3 })).map((values) => buy(...values));
const ending = fc.tuple(fan, reason, delivery).map((values) => end(...values));
const toppingUp = fc
  .tuple(fan, topUpKey, fc.constantFrom(1_500, 600, 200), delivery)
  .map((values) => topUp(...values));
const cancelling = fc
  .tuple(fc.nat(9), fc.record({ ofAll: rarely, byOwner: mostlyTrue, tooLate: rarely }), delivery)
  .map((values) => cancel(...values));

const late = fc.tuple(fan, fc.nat(5)).map((values) => arriveLate(...values));

/** @param replayPath as a failure prints it, to see its shortest history again */
export function histories(most: number, replayPath?: string): fc.Arbitrary<Iterable<Command>> {
  const kinds = [
    ...often(4, joining),
    ...often(3, admission),
    ...often(9, holding),
    ...often(3, lettingGo),
    ...often(3, extending),
    ...often(3, releasing),
    ...often(2, buying),
    ...often(7, paying),
    ...often(1, ending),
    ...often(3, fan.map(runOut)),
    ...often(3, toppingUp),
    ...often(2, cancelling),
    ...often(7, late),
    ...often(1, fc.constant(null).map(forgetKeys)),
  ];
  return fc.commands(kinds, { maxCommands: most, size: 'max', ...(replayPath ? { replayPath } : {}) });
}
