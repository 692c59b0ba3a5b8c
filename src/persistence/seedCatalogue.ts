/** What a fresh installation offers. Names are invented. Prices are Korean won, which has no minor unit. */

export interface SeedVenue {
  name: string;
  address: string;
  timeZone: string;
  /** A query that yields (seat_number, area, seat_type, place). */
  seats: string;
}

export interface SeedConcert {
  title: string;
  description: string;
  durationMinutes: number;
  capacity: number;
  admissionsPerSecond: number;
  venue: string;
  prices: Record<string, number>;
  /** Days from now of its performances, counted in Seoul, each at `startTime`. */
  days: number[];
  startTime: string;
}

const SMALL_HALL = 'Byeolbit Small Hall';
const ARENA = 'Hangang Arena';

export const SEED_VENUES: SeedVenue[] = [
  {
    name: SMALL_HALL,
    address: '12, Byeolbit-ro 3-gil, Mapo-gu, Seoul',
    timeZone: 'Asia/Seoul',
    seats: `SELECT n::text, 'Hall', CASE WHEN n <= 20 THEN 'R' ELSE 'S' END, n FROM generate_series(1, 50) n`,
  },
  {
    // 26 rows on the floor and in two tiers; 'A12' is row A, seat 12, and rows differ between areas.
    name: ARENA,
    address: '700, Gangbyeon-daero, Songpa-gu, Seoul',
    timeZone: 'Asia/Seoul',
    seats: `
      SELECT block.letters || chr(64 + r) || seat, block.area,
             block.seat_type, block.place * 100000 + r * 1000 + seat
        FROM (VALUES ('', 'Floor Front', 'VIP', 1, 8, 1, 40), ('', 'Floor Rear', 'R', 9, 26, 2, 40),
                     ('L', 'Lower Tier', 'S', 1, 22, 3, 80), ('U', 'Upper Tier', 'A', 1, 26, 4, 90))
               AS block (letters, area, seat_type, first_row, last_row, place, width),
             generate_series(block.first_row, block.last_row) r,
             generate_series(1, block.width) seat`,
  },
];

export const SEED_CONCERTS: SeedConcert[] = [
  {
    title: 'Saebyeok: Songs Before Dawn',
    description: 'An evening of acoustic songs for fifty listeners, in the round.',
    durationMinutes: 90,
    capacity: 50,
    admissionsPerSecond: 5,
    venue: SMALL_HALL,
    prices: { R: 55_000, S: 44_000 },
    days: [30, 31, 32, 37, 38],
    startTime: '20:00',
  },
  {
    title: 'Neon Haenyeo: The Deep Water Tour',
    description: 'Synth pop from Jeju with a full light show.',
    durationMinutes: 130,
    capacity: 500,
    admissionsPerSecond: 50,
    venue: ARENA,
    prices: { VIP: 198_000, R: 165_000, S: 143_000, A: 110_000 },
    days: [45, 46, 47],
    startTime: '18:00',
  },
  {
    title: 'Orchestra of the Seven Bridges: Winter Gala',
    description: 'Symphonic film music, with a choir of one hundred.',
    durationMinutes: 150,
    capacity: 300,
    admissionsPerSecond: 20,
    venue: ARENA,
    prices: { VIP: 220_000, R: 154_000, S: 121_000, A: 77_000 },
    days: [60, 61],
    startTime: '17:00',
  },
];
