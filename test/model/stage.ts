import { createHash } from 'node:crypto';
import { Client } from 'pg';
import pino from 'pino';
import { uuidv7 } from 'uuidv7';
import { createSessionActivities } from '../../src/activities/sessionActivities';
import type { SqlClient } from '../../src/persistence/sqlClient';
import { createConcert } from '../../src/persistence/statements/createConcert';
import { createSchedule } from '../../src/persistence/statements/createSchedule';
import { createUser } from '../../src/persistence/statements/createUser';
import { createVenue } from '../../src/persistence/statements/createVenue';
import { topUpWallet } from '../../src/persistence/statements/topUpWallet';
import type { WaitingRoom } from '../../src/queue/waitingRoom';
import { createTestDatabase, type TestDatabase } from '../support/testDatabase';
import { DAY_MS } from '../persistence/sale';
import type { SaleModel } from './saleModel';
import { predict, type Deciders } from './steps';

/**
 * Runs that share a database. The audit reads all of it, by a plan made while it was empty: 2.5 ms within 10 runs, 4 ms
 * within 20, 26 ms after 50; ANALYZE before each run costs more than it saves. A new database takes 0.3 s.
 */
const RUNS_PER_DATABASE = 10;
const PRICES = { S: 300, R: 200 };
/** Two dates of one concert. The seats take the grades in turn. */
const SEAT_COUNTS = [6, 4];
const MAX_SEATS = 3;
export const DAYS_AHEAD = 30;

export interface StageInput {
  /** Changes each new database before it is used: how the twins take out a guard. */
  prepare?: (db: SqlClient) => Promise<void>;
}

/** Gives each run a concert and fans of its own, and each batch of runs a database of its own. */
export class Stage {
  private database: TestDatabase | null = null;
  private client: Client | null = null;
  private runs = 0;

  constructor(private readonly input: StageInput = {}) {}

  /** @param balances of the fans, minor units @param extensionSeconds by how much a hold can be put off */
  async open(balances: number[], extensionSeconds: number): Promise<{ deciders: Deciders; sale: SaleModel }> {
    if (this.runs++ % RUNS_PER_DATABASE === 0) await this.close();
    const db = preparing(this.client ?? (await this.connect()));
    const activities = createSessionActivities({
      db,
      waitingRoom: { publish: async () => true } as Partial<WaitingRoom> as WaitingRoom,
      logger: pino({ level: 'silent' }),
    });
    return { deciders: { db, activities }, sale: await createSale(db, balances, extensionSeconds) };
  }

  /** What a failed run leaves behind must not fail the next. */
  async discard(): Promise<void> {
    this.runs = 0;
    await this.close();
  }

  async close(): Promise<void> {
    await this.client?.end();
    await this.database?.close();
    this.client = this.database = null;
  }

  private async connect(): Promise<Client> {
    this.database = await createTestDatabase({ poolSize: 1 });
    await this.input.prepare?.(this.database.dataSource);
    this.client = new Client({
      connectionString: this.database.url,
      options: '-c synchronous_commit=off -c jit=off',
    });
    await this.client.connect();
    return this.client;
  }
}

/** Every statement is prepared: planning the audit anew each time would take five times as long as running it. */
function preparing(client: Client): SqlClient {
  return {
    async query<T>(text: string, values: unknown[] = []): Promise<T[]> {
      const name = createHash('md5').update(text).digest('hex');
      return (await client.query({ name, text, values })).rows as T[];
    },
  };
}

async function createSale(
  db: SqlClient,
  balances: number[],
  holdExtensionSeconds: number,
): Promise<SaleModel> {
  const concert = await createConcert(db, {
    title: 'Model',
    description: '',
    durationMinutes: 90,
    saleOpensAt: new Date(),
    capacity: 100,
    admissionsPerSecond: 10,
    holdExtensionSeconds,
  });
  const sale: SaleModel = {
    concertId: concert.id,
    maxSeats: MAX_SEATS,
    extensionMs: holdExtensionSeconds * 1000,
    scheduleIds: [],
    seats: [],
    wallets: new Map(),
    sessions: new Map(),
    reservations: [],
  };
  for (const [index, count] of SEAT_COUNTS.entries()) await addSchedule(db, sale, index, count);
  for (const balance of balances) {
    const id = uuidv7();
    await createUser(db, { id, email: `${id}@example.test`, name: 'Fan', apiKeyHash: id });
    const topUp = { userId: id, amount: balance, key: 'opening', bodyHash: '' };
    sale.wallets.set(id, { balance: 0, entries: [], topUps: new Map(), payments: new Map() });
    if (balance > 0)
      predict(sale, { kind: 'top up', input: topUp }, { code: '', ...(await topUpWallet(db, topUp)) });
  }
  return sale;
}

async function addSchedule(db: SqlClient, sale: SaleModel, index: number, count: number): Promise<void> {
  const seats = Array.from({ length: count }, (_, i) => ({
    seatNumber: `A${i + 1}`,
    area: 'Floor',
    seatType: i % 2 === 0 ? 'S' : 'R',
  }));
  const venue = await createVenue(db, { name: 'Hall', address: 'Seoul', timeZone: 'Asia/Seoul', seats });
  const startsAt = new Date(Date.now() + DAYS_AHEAD * DAY_MS + index);
  const schedule = await createSchedule(db, {
    concertId: sale.concertId,
    venueId: venue.id,
    startsAt,
    endsAt: new Date(startsAt.getTime() + 5_400_000),
    prices: PRICES,
  });
  if (schedule.outcome !== 'CREATED') throw new Error(schedule.outcome);
  sale.scheduleIds.push(schedule.id);
  const rows = await db.query<{ id: string; grade: string; price: string }>(
    'SELECT id, grade, price FROM seats WHERE schedule_id = $1 ORDER BY id',
    [schedule.id],
  );
  for (const { id, grade, price } of rows) {
    sale.seats.push({ id, scheduleId: schedule.id, grade, price: Number(price), owner: null });
  }
}
