import { readFile, writeFile } from 'node:fs/promises';
import { earlyArrivals } from '../persistence/reads/earlyArrivals';
import type { SqlClient } from '../persistence/sqlClient';
import type { DrawnPlace } from './lot';

const PAGE = 10_000;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** A fan who came before the sale. The session's id says nothing about the person. */
export interface Arrival extends DrawnPlace {
  /** RFC 3339. */
  arrived: string;
}

/** Everybody who came to this concert before its sale. */
export async function recordedArrivals(db: SqlClient, concertId: string): Promise<Arrival[]> {
  const arrivals: Arrival[] = [];
  let after: Arrival | undefined;
  do {
    const page = await earlyArrivals(db, concertId, { after, limit: PAGE });
    for (const { sessionId, place, issuedAt } of page)
      arrivals.push({ sessionId, place, arrived: issuedAt.toISOString() });
    after = page.length < PAGE ? undefined : arrivals.at(-1);
  } while (after);
  return arrivals;
}

/** One JSON object a line, so that any tool can read them. */
export async function writeArrivals(path: string, arrivals: readonly Arrival[]): Promise<void> {
  await writeFile(
    path,
    arrivals.map((arrival) => `${JSON.stringify(arrival)}\n`),
  );
}

/** @throws Error that names the line which is not one of `writeArrivals` */
export async function readArrivals(path: string): Promise<Arrival[]> {
  const lines = (await readFile(path, 'utf8')).split('\n');
  return lines.flatMap((line, index) => {
    if (line.trim() === '') return [];
    const arrival = arrivalOf(line);
    if (arrival) return [arrival];
    throw new Error(`${path}, line ${index + 1}: must be {"sessionId": …, "place": …, "arrived": …}`);
  });
}

function arrivalOf(line: string): Arrival | null {
  try {
    const { sessionId, place, arrived } = JSON.parse(line) as Partial<Record<keyof Arrival, unknown>>;
    const valid = typeof sessionId === 'string' && UUID.test(sessionId) && Number.isSafeInteger(place);
    return valid ? { sessionId, place: place as number, arrived: String(arrived) } : null;
  } catch {
    return null;
  }
}
