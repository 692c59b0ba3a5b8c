import { bigintIdOrNull } from '../identifierText';
import type { SqlClient } from '../sqlClient';

/** How the order of those who came before the sale is drawn. */
export interface Draw {
  saleOpensAt: Date;
  /** SHA-256 of the seed's text, hexadecimal: public from the beginning, so that nobody can change the seed later. */
  seedHash: string;
  /** null until the sale has opened: until then it does not leave the database. */
  seed: string | null;
}

/**
 * Redis decides by its own clock who came before the sale. The seed is told this much later, so that clocks that differ a
 * little tell nobody a lot that can still be drawn again by leaving and joining.
 */
const CLOCKS_DIFFER_BY = '2 seconds';

/** @returns null: no such concert */
export async function findDraw(db: SqlClient, concertId: string): Promise<Draw | null> {
  const rows = await db.query<Draw>(
    `SELECT sale_opens_at AS "saleOpensAt",
            encode(sha256(convert_to(draw_seed, 'UTF8')), 'hex') AS "seedHash",
            CASE WHEN clock_timestamp() >= sale_opens_at + interval '${CLOCKS_DIFFER_BY}' THEN draw_seed END AS seed
       FROM concerts WHERE id = $1::bigint`,
    [bigintIdOrNull(concertId)],
  );
  return rows[0] ?? null;
}
