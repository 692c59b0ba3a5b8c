import { bigintIdOrNull } from '../identifierText';
import type { SqlClient } from '../sqlClient';

/** A session of a fan who came before the sale, in the order that the draw gave. */
export interface EarlyArrival {
  sessionId: string;
  place: number;
  issuedAt: Date;
}

export interface EarlyArrivalsPage {
  /** The last one already seen. */
  after?: Pick<EarlyArrival, 'place' | 'sessionId'>;
  limit: number;
}

/** Who came before the sale, ended sessions too, by place, then id: with the published seed anybody can check the draw. */
export async function earlyArrivals(
  db: SqlClient,
  concertId: string,
  { after, limit }: EarlyArrivalsPage,
): Promise<EarlyArrival[]> {
  const rows = await db.query<EarlyArrival & { place: string }>(
    `SELECT s.id AS "sessionId", s.place, s.issued_at AS "issuedAt"
       FROM sessions s
      WHERE s.concert_id = $1::bigint
        AND s.place < 0
        AND ($2::bigint IS NULL OR (s.place, s.id) > ($2::bigint, $3::uuid))
      ORDER BY s.place, s.id
      LIMIT $4`,
    [bigintIdOrNull(concertId), after?.place ?? null, after?.sessionId ?? null, limit],
  );
  return rows.map((row) => ({ ...row, place: Number(row.place) }));
}
