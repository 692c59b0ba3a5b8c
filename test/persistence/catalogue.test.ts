import { randomUUID } from 'node:crypto';
import { uuidv7 } from 'uuidv7';
import { walletBalance } from '../../src/persistence/reads/wallet';
import { findConcert } from '../../src/persistence/reads/concerts';
import { findSchedule } from '../../src/persistence/reads/schedules';
import { seatMap } from '../../src/persistence/reads/seatMap';
import { findUserByApiKeyHash } from '../../src/persistence/reads/users';
import { waitingRoomSettings } from '../../src/persistence/reads/waitingRoomSettings';
import { createConcert } from '../../src/persistence/statements/createConcert';
import { createSchedule } from '../../src/persistence/statements/createSchedule';
import { createUser } from '../../src/persistence/statements/createUser';
import { createVenue } from '../../src/persistence/statements/createVenue';
import { updateWaitingRoom } from '../../src/persistence/statements/updateWaitingRoom';
import type { SqlClient } from '../../src/persistence/sqlClient';
import { createTestDatabase, type TestDatabase } from '../support/testDatabase';
import { tally } from './guards';
import { createSale, DAY_MS, expectCleanAudit, sha256 } from './sale';

describe('users and the catalogue', () => {
  let database: TestDatabase;
  let db: SqlClient;
  beforeAll(async () => {
    database = await createTestDatabase();
    db = database.dataSource;
  });
  afterAll(async () => {
    await expectCleanAudit(db);
    await database.close();
  });

  const newUser = (email: string) => ({ id: uuidv7(), email, name: 'Fan', apiKeyHash: sha256(randomUUID()) });

  test('a user is created with an empty wallet and found by the hash of the key', async () => {
    const input = newUser('Fan@Example.test');
    const answer = await createUser(db, input);
    expect(answer).toEqual({ outcome: 'CREATED', createdAt: expect.any(Date) });
    expect(await walletBalance(db, input.id)).toBe(0);
    expect(await findUserByApiKeyHash(db, input.apiKeyHash)).toMatchObject({
      id: input.id,
      email: 'Fan@Example.test',
      status: 'ACTIVE',
    });
    expect(await findUserByApiKeyHash(db, sha256('unknown'))).toBeNull();
    expect(await createUser(db, input)).toEqual(answer);
  });

  test('an e-mail address is taken whatever its case, also for twenty at once', async () => {
    await createUser(db, newUser('taken@example.test'));
    expect(await createUser(db, newUser('TAKEN@Example.TEST'))).toEqual({ outcome: 'EMAIL_TAKEN' });
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, n) => createUser(db, newUser(n % 2 ? 'race@x.test' : 'RACE@x.test'))),
    );
    expect(tally(answers)).toEqual({ CREATED: 1, EMAIL_TAKEN: 19 });
  });

  test('a venue keeps its seats in the order given, and refuses a seat number twice', async () => {
    const seat = (seatNumber: string) => ({ seatNumber, area: 'Floor', seatType: 'S' });
    const input = { name: 'V', address: 'Seoul', timeZone: 'Asia/Seoul' };
    const venue = await createVenue(db, { ...input, seats: ['B2', 'A10', 'A9'].map(seat) });
    expect(venue.capacity).toBe(3);
    const rows = await db.query('SELECT seat_number AS n FROM venue_seats WHERE venue_id = $1 ORDER BY id', [
      venue.id,
    ]);
    expect(rows).toEqual([{ n: 'B2' }, { n: 'A10' }, { n: 'A9' }]);
    await expect(createVenue(db, { ...input, seats: [seat('A1'), seat('A1')] })).rejects.toThrow(
      'venue_seats_venue_seat_number_key',
    );
  });

  test('a schedule puts every seat of the venue on sale at the price of its grade', async () => {
    const sale = await createSale(db, { seats: 4, grades: ['R', 'S'] });
    const seats = await seatMap(db, sale.scheduleId);
    expect(seats.map((seat) => `${seat.seatNumber} ${seat.grade} ${seat.price} ${seat.status}`)).toEqual([
      'A1 R 1000 AVAILABLE',
      'A2 S 1000 AVAILABLE',
      'A3 R 1000 AVAILABLE',
      'A4 S 1000 AVAILABLE',
    ]);
    expect(await findSchedule(db, sale.scheduleId)).toMatchObject({
      totalSeats: 4,
      availableSeats: 4,
      status: 'AVAILABLE',
    });
  });

  test('a schedule is refused for an unknown concert or venue, a grade without a price, and a start taken already', async () => {
    const sale = await createSale(db, { grades: ['R', 'S'] });
    const startsAt = new Date(Date.now() + 40 * DAY_MS);
    const input = {
      concertId: sale.concertId,
      venueId: sale.venueId,
      startsAt,
      endsAt: new Date(startsAt.getTime() + 1),
      prices: { R: 2, S: 1 } as Record<string, number>,
    };
    expect(await createSchedule(db, { ...input, concertId: '999999' })).toEqual({
      outcome: 'CONCERT_NOT_FOUND',
    });
    expect(await createSchedule(db, { ...input, concertId: 'x' })).toEqual({ outcome: 'CONCERT_NOT_FOUND' });
    expect(await createSchedule(db, { ...input, venueId: '0' })).toEqual({ outcome: 'VENUE_NOT_FOUND' });
    expect(await createSchedule(db, { ...input, prices: { R: 2 } })).toEqual({
      outcome: 'PRICE_MISSING',
      seatTypes: ['S'],
    });
    expect(await createSchedule(db, input)).toMatchObject({ outcome: 'CREATED', totalSeats: 10 });
    const twins = await Promise.all(Array.from({ length: 5 }, () => createSchedule(db, input)));
    expect(tally(twins)).toEqual({ SCHEDULE_EXISTS: 5 });
  });

  test('the waiting room changes only the settings that are given', async () => {
    const { id } = await createConcert(db, {
      title: 'T',
      description: 'D',
      durationMinutes: 60,
      saleOpensAt: new Date(0),
      capacity: 5,
      admissionsPerSecond: 0.5,
    });
    expect(await waitingRoomSettings(db, id)).toEqual({
      concertId: id,
      version: expect.any(Number),
      capacity: 5,
      admissionsPerSecond: 0.5,
      paused: false,
      saleOpensAt: new Date(0),
      status: 'ON_SALE',
      soldOut: false,
      allSeatsHeld: false,
      drawSeed: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    expect(await updateWaitingRoom(db, { concertId: id, paused: true })).toMatchObject({
      paused: true,
      capacity: 5,
    });
    expect(await updateWaitingRoom(db, { concertId: id, capacity: 9, admissionsPerSecond: 2 })).toMatchObject(
      {
        paused: true,
        capacity: 9,
        admissionsPerSecond: 2,
      },
    );
    expect(await waitingRoomSettings(db, id)).toMatchObject({ paused: true, capacity: 9 });
    expect(await updateWaitingRoom(db, { concertId: 'x', paused: true })).toBeNull();
    expect(await findConcert(db, id)).toMatchObject({ id, title: 'T', durationMinutes: 60 });
  });
});
