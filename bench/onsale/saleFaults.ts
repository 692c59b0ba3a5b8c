import { END_STATE_OF, type EndedSessionState, type EndReason } from '../../src/contracts/states';
import type { OnSaleReport } from './onSaleReport';
import type { SaleBooks } from './saleBooks';

/**
 * What must not be.
 * @param bought fans who were told that they bought
 * @param wasInterrupted nobody waited until everything was sold and everybody told
 */
export function faultsOf(
  report: Omit<OnSaleReport, 'faults'>,
  bought: number,
  wasInterrupted: boolean,
): string[] {
  const { books, ends, undocumented, fans, seats, atTheDoor } = report;
  const faults = Object.entries(undocumented).map(([what, count]) => `${count} times ${what}`);
  if (books.oversold > 0) faults.push(`${books.oversold} seats were sold twice, or did not exist`);
  if (books.ledgerDifference !== 0) faults.push(`balances and ledger differ by ${books.ledgerDifference}`);
  if (books.chargeDifference !== 0) faults.push(`charges and tickets differ by ${books.chargeDifference}`);
  if (books.findings.length > 0) faults.push(`the audit has ${books.findings.length} findings`);
  if (books.seats.sold !== bought) {
    faults.push(`${bought} fans were told that they bought, ${books.seats.sold} seats are sold`);
  }
  if (!wasInterrupted && ends.NONE > 0) faults.push(`${ends.NONE} fans were not told how it ended`);
  if (!wasInterrupted && books.seats.sold < seats && fans >= seats) {
    faults.push(`${seats - books.seats.sold} seats were not sold, though there were fans for them`);
  }
  const { INACTIVE: silent = 0 } = books.ended;
  if (silent > 0) faults.push(`${silent} sessions were given up as silent, though their fans polled`);
  if (ends.NONE === 0) faults.push(...differences(books, ends, atTheDoor));
  return faults;
}

/** What fans were told, beside what is on record. */
function differences(
  { ended }: SaleBooks,
  told: Record<EndedSessionState | 'NONE', number>,
  atTheDoor: number,
): string[] {
  const recorded = { CONFIRMED: 0, SOLD_OUT: atTheDoor, LEFT: 0, EXPIRED: 0 };
  for (const [reason, count] of Object.entries(ended) as [EndReason, number][]) {
    recorded[END_STATE_OF[reason]] += count;
  }
  return (Object.keys(recorded) as EndedSessionState[])
    .filter((state) => recorded[state] !== told[state])
    .map((state) => `${told[state]} fans were told ${state}, ${recorded[state]} are on record as that`);
}
