import type { ConcertStatus } from '../../contracts/states';
import { bigintIdOrNull } from '../identifierText';
import type { SqlClient } from '../sqlClient';

export interface ConcertRecord {
  id: string;
  title: string;
  description: string;
  durationMinutes: number;
  saleOpensAt: Date;
  status: ConcertStatus;
}

const COLUMNS = `id::text AS id, title, description, duration_minutes AS "durationMinutes",
  sale_opens_at AS "saleOpensAt", status`;

/** In the order of their ids. @param page.after the id of the last concert already seen; one that cannot exist yields none */
export async function listConcerts(
  db: SqlClient,
  page: { after?: string; limit: number },
): Promise<ConcertRecord[]> {
  const after = page.after === undefined ? '0' : bigintIdOrNull(page.after);
  if (after === null) return [];
  return db.query<ConcertRecord>(
    `SELECT ${COLUMNS} FROM concerts WHERE id > $1::bigint ORDER BY concerts.id LIMIT $2`,
    [after, page.limit],
  );
}

/** @returns null: no such concert */
export async function findConcert(db: SqlClient, id: string): Promise<ConcertRecord | null> {
  const rows = await db.query<ConcertRecord>(`SELECT ${COLUMNS} FROM concerts WHERE id = $1::bigint`, [
    bigintIdOrNull(id),
  ]);
  return rows[0] ?? null;
}
