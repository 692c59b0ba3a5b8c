import { loadDatabaseUrl } from '../config';
import { createDataSource } from './dataSource';
import { SEED_CONCERTS, SEED_VENUES, type SeedConcert, type SeedVenue } from './seedCatalogue';
import type { SqlClient } from './sqlClient';
import { createSchedule } from './statements/createSchedule';

const SEED_LOCK = 7_341_003;
const DAY_MS = 86_400_000;
/** A performance so near that it hardly sells any more counts as over. */
const NEAR_MS = 7 * DAY_MS;

/** Puts the venue and its plan in, unless there is one of that name. @returns a line that says what was done */
async function seedVenue(db: SqlClient, venue: SeedVenue): Promise<string> {
  const rows = await db.query<{ capacity: number }>(
    `WITH plan AS MATERIALIZED (
       SELECT * FROM (${venue.seats}) plan (seat_number, area, seat_type, place)
     ), created AS (
       INSERT INTO venues (name, address, time_zone, capacity)
       SELECT $1, $2, $3, count(*) FROM plan
       HAVING NOT EXISTS (SELECT FROM venues WHERE name = $1)
       RETURNING id, capacity
     ), seats AS (
       INSERT INTO venue_seats (venue_id, seat_number, area, seat_type)
       SELECT created.id, plan.seat_number, plan.area, plan.seat_type FROM created, plan ORDER BY plan.place
     )
     SELECT capacity FROM created`,
    [venue.name, venue.address, venue.timeZone],
  );
  const created = rows[0];
  return created === undefined
    ? `${venue.name} is there already`
    : `${venue.name}: ${created.capacity} seats`;
}

/**
 * Puts the concert in, unless there is one of that title, and adds performances until as many are ahead as it should
 * have: seeding again months later offers new dates and leaves those that were sold as they are.
 */
async function seedConcert(db: SqlClient, concert: SeedConcert): Promise<string> {
  await db.query(
    `INSERT INTO concerts
       (title, description, duration_minutes, sale_opens_at, waiting_room_capacity, admissions_per_second)
     SELECT $1::text, $2, $3, now() - interval '1 hour', $4, $5
      WHERE NOT EXISTS (SELECT FROM concerts WHERE title = $1::text)`,
    [
      concert.title,
      concert.description,
      concert.durationMinutes,
      concert.capacity,
      concert.admissionsPerSecond,
    ],
  );
  const [found] = await db.query<{ concertId: string; venueId: string; ahead: number }>(
    `SELECT c.id::text AS "concertId", v.id::text AS "venueId",
            (SELECT count(*)::int FROM schedules WHERE concert_id = c.id AND starts_at > $3) AS ahead
       FROM concerts c, venues v WHERE c.title = $1 AND v.name = $2 ORDER BY c.id, v.id LIMIT 1`,
    [concert.title, concert.venue, new Date(Date.now() + NEAR_MS)],
  );
  if (found === undefined) throw new Error(`The venue of ${concert.title} is missing`);

  let added = 0;
  for (const day of concert.days) {
    if (found.ahead + added >= concert.days.length) break;
    const startsAt = new Date(`${seoulDate(day)}T${concert.startTime}:00+09:00`);
    const { outcome } = await createSchedule(db, {
      concertId: found.concertId,
      venueId: found.venueId,
      startsAt,
      endsAt: new Date(startsAt.getTime() + concert.durationMinutes * 60_000),
      prices: concert.prices,
    });
    if (outcome === 'CREATED') added += 1;
    else if (outcome !== 'SCHEDULE_EXISTS') throw new Error(`${concert.title}: ${outcome}`);
  }
  return `${concert.title}: ${found.ahead + added} performances ahead, ${added} of them new`;
}

/** The calendar date in Seoul so many days from now. */
function seoulDate(days: number): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Seoul' }).format(Date.now() + days * DAY_MS);
}

/** Fills the catalogue. Safe to repeat, also by several processes at once: they take turns. @returns progress lines */
export async function seed(db: SqlClient): Promise<string[]> {
  await db.query('SELECT pg_advisory_xact_lock($1)', [SEED_LOCK]);
  const lines: string[] = [];
  for (const venue of SEED_VENUES) lines.push(await seedVenue(db, venue));
  for (const concert of SEED_CONCERTS) lines.push(await seedConcert(db, concert));
  return lines;
}

async function main(): Promise<void> {
  const dataSource = createDataSource({
    url: loadDatabaseUrl(),
    poolSize: 1,
    applicationName: 'concert-sessions seed',
    statementTimeoutMs: 0,
    lockTimeoutMs: 0,
  });
  await dataSource.initialize();
  try {
    const lines = await dataSource.transaction(({ queryRunner }) => {
      if (queryRunner === undefined) throw new Error('There is no connection');
      return seed(queryRunner);
    });
    for (const line of lines) console.log(`Seeded ${line}`);
    // Without figures on the new tables the planner guesses until autovacuum comes by.
    await dataSource.query('ANALYZE');
  } finally {
    await dataSource.destroy();
  }
}

if (require.main === module) {
  main().catch((error: unknown) => {
    console.error(`Seeding failed: ${error instanceof Error ? error.message : String(error)}`);
    process.exitCode = 1;
  });
}
