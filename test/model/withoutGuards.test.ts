import { PAY_RESERVATION } from '../../src/persistence/functions/payReservation.sql';
import type { SqlClient } from '../../src/persistence/sqlClient';
import { checkHistories } from './property';

/** The twin of sale.test.ts: with a guard taken out it fails, and shortens what it found to the reason. */
const LIMIT_MS = 240_000;
const DEADLINE = ' OR v_reservation.expires_at <= now()';

test(
  'without the deadline of a payment, a short history with its seed and path says so',
  async () => {
    const failure: unknown = await checkHistories({
      runs: 1_000,
      most: 60,
      limitMs: LIMIT_MS,
      prepare: (db) => takeOut(db, PAY_RESERVATION, DEADLINE),
    }).catch((error: unknown) => error);
    if (!(failure instanceof Error)) throw new Error('Nobody missed the guard');
    expect(failure.message).toMatch(/seed: -?\d+, path: "[\d:]+"/);
    const history = /Counterexample: (.+) \/[*]replayPath/.exec(failure.message)?.[1] ?? '';
    expect(history).toMatch(/fan (\d) holds .+the time of fan \1's hold runs out/);
    expect(history.match(/fan \d/g)?.length).toBeLessThanOrEqual(8);
  },
  LIMIT_MS + 60_000,
);

/** Not removeGuards, which opens twenty connections for a race: here is none, and a new database after each failure. */
async function takeOut(db: SqlClient, sql: string, guard: string): Promise<void> {
  if (!sql.includes(guard)) throw new Error(`The function has no guard ${guard}`);
  await db.query(sql.replace('CREATE FUNCTION', 'CREATE OR REPLACE FUNCTION').replace(guard, ''));
}
