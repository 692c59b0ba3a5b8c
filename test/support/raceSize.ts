/**
 * How large the races are: small ones in `npm test`, so that a broken guard shows on every change, and with RACE_SIZE=full those
 * of `npm run test:races`. RACE_SEED repeats the random choices of a run. Nothing else reads the two.
 */
const SMALL = {
  oneSeat: { fans: 60, rounds: 2 },
  overlappingSeats: { fans: 60, seats: 20, atOnce: 60 },
  deadline: { payments: 60, wave: 12 },
  oneWallet: { purchases: 30, affordable: 4, cancellations: 4 },
  oneKey: { requests: 40 },
  databaseKilled: { kills: 1 },
};
const FULL: typeof SMALL = {
  oneSeat: { fans: 500, rounds: 20 },
  overlappingSeats: { fans: 2_000, seats: 200, atOnce: 2_000 },
  deadline: { payments: 1_000, wave: 50 },
  oneWallet: { purchases: 100, affordable: 10, cancellations: 10 },
  oneKey: { requests: 100 },
  databaseKilled: { kills: 5 },
};

const isFull = process.env.RACE_SIZE === 'full';

export const RACE = isFull ? FULL : SMALL;
export const RACE_SEED = Number(process.env.RACE_SEED || Date.now() % 2 ** 31);
/** For a whole test file's set-up, or one of its tests. Milliseconds. */
export const RACE_TIMEOUT_MS = isFull ? 1_800_000 : 180_000;

/** In a full run: one line of progress, with the seconds since the tests of this file began. */
export function report(line: string): void {
  if (isFull) process.stderr.write(`  ${Math.round(performance.now() / 1000)} s  ${line}\n`);
}
