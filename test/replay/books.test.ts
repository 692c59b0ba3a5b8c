import path from 'node:path';
import { BookKeeper, type Books } from '../../src/replay/books';
import { readHistory, type RecordedHistory } from '../../src/replay/historyFile';
import { HISTORIES } from './recordings';

const recorded = (scenario: string) => readHistory(path.join(HISTORIES, '0.1.0', `${scenario}.json`));

/** The same history, its payloads changed. */
function changed(
  { workflowId, history }: RecordedHistory,
  change: (text: string) => string,
): RecordedHistory {
  const events = structuredClone(history.events ?? []);
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    for (const [key, inner] of Object.entries(value)) {
      if (key === 'data' && inner instanceof Uint8Array) {
        const text = change(Buffer.from(inner).toString());
        Object.assign(value, { data: Uint8Array.from(Buffer.from(text)) });
      } else visit(inner);
    }
  };
  visit(events);
  return { workflowId, history: { events } };
}

/** Another fan's session with the same seats at the same time. */
const byAnother = (history: RecordedHistory): RecordedHistory =>
  changed(history, (text) =>
    text
      .replace(/("sessionId":")[0-9a-f]{8}/g, '$1ffffffff')
      .replace(/("reservationId":")[0-9a-f]{8}/g, '$1ffffffff')
      .replace(/("paymentId":")[0-9a-f]{8}/g, '$1ffffffff'),
  );

function booksOf(histories: readonly RecordedHistory[], toleranceMs = 0): Books {
  const keeper = new BookKeeper();
  for (const history of histories) keeper.add(history);
  return keeper.books(toleranceMs);
}
const rulesOf = ({ findings }: Books) => [...new Set(findings.map(({ rule }) => rule))];

describe('the books of histories', () => {
  test.each([
    ['confirmed-on-arrival', 1, 1_000],
    ['confirmed-after-swap', 1, 1_000],
    ['confirmed-after-insufficient-balance', 1, 1_000],
    ['confirmed-after-letting-a-seat-go', 1, 1_000],
    ['expired-after-extension', 0, 0],
    ['left-holding', 0, 0],
    ['sold-out-waiting', 0, 0],
  ])('%s: %i reservations paid for, %i charged, nothing found', async (scenario, booked, charged) => {
    const books = booksOf([await recorded(scenario)]);
    expect(books).toMatchObject({ sessions: 1, charged, findings: [] });
    expect(books.booked).toHaveLength(booked);
  });

  test('a seat that two sessions paid for is found, with both', async () => {
    const purchase = await recorded('confirmed-on-arrival');
    const books = booksOf([purchase, byAnother(purchase)]);
    expect(rulesOf(books)).toEqual(['ONE_OWNER']);
    expect(books.findings[0]?.detail).toMatch(/session ffffffff-.* and session|and session ffffffff-/);
  });

  test('a seat that two sessions held at one time is found; not when the clocks may differ by as much', async () => {
    const held = await recorded('left-holding');
    const both = [held, byAnother(held)];
    expect(rulesOf(booksOf(both))).toEqual(['ONE_OWNER']);
    expect(rulesOf(booksOf(both, 60_000))).toEqual([]);
  });

  test('a session that had a seat again after its hold had run out is nobody else’s owner', async () => {
    const [first, second] = await Promise.all([
      recorded('confirmed-after-hold-expired'),
      recorded('left-holding'),
    ]);
    expect(rulesOf(booksOf([first, byAnother(second)]))).toEqual([]);
  });

  test('an amount that is charged and was not held is found', async () => {
    const purchase = await recorded('confirmed-on-arrival');
    const dearer = changed(purchase, (text) => text.replace(/("paymentId".*"amount":)1000/, '$1999'));
    expect(rulesOf(booksOf([dearer]))).toEqual(['AMOUNTS_AGREE']);
  });

  test('a charge whose session did not end as CONFIRMED is found, and a confirmed session without a charge', async () => {
    const purchase = await recorded('confirmed-on-arrival');
    const expired = changed(purchase, (text) => text.replace('"outcome":"CONFIRMED"', '"outcome":"EXPIRED"'));
    expect(rulesOf(booksOf([expired]))).toEqual(['CHARGES_ARE_TICKETS']);
    const left = await recorded('left-holding');
    const given = changed(left, (text) => text.replace('"outcome":"LEFT"', '"outcome":"CONFIRMED"'));
    expect(rulesOf(booksOf([given]))).toEqual(['CHARGES_ARE_TICKETS']);
  });

  test('a refund is the charge, and gives the seat to the next owner', async () => {
    const purchase = await recorded('confirmed-on-arrival');
    const cancellation = await recorded('cancellation-refunded');
    const [booked] = booksOf([purchase]).booked;
    const ofIt = changed(cancellation, (text) =>
      text.replace(/("reservationId":")[^"]+/g, `$1${booked?.reservationId}`),
    );
    const books = booksOf([ofIt, purchase]);
    expect(books).toMatchObject({ charged: 1_000, refunded: 1_000, unknownCancellations: 0, findings: [] });
    expect(books.booked[0]?.canceledAt).toBeGreaterThan(booked?.since ?? Infinity);
    const halved = changed(ofIt, (text) => text.replace('"refunded":1000', '"refunded":500'));
    expect(rulesOf(booksOf([purchase, halved]))).toEqual(['REFUNDS_ARE_CHARGES']);
  });

  test('a cancellation of a session that is not among them is only counted', async () => {
    expect(booksOf([await recorded('cancellation-refunded')])).toMatchObject({
      unknownCancellations: 1,
      findings: [],
    });
  });
});
