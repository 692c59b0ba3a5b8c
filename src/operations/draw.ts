import { createHash } from 'node:crypto';
import { parseArgs } from 'node:util';
import { loadDatabaseUrl } from '../config';
import { createDataSource } from '../persistence/dataSource';
import { findDraw } from '../persistence/reads/draw';
import type { SqlClient } from '../persistence/sqlClient';
import { runProgram } from '../program';
import { readArrivals, recordedArrivals, writeArrivals, type Arrival } from './drawnArrivals';
import { differences, inOrder } from './lot';

const USAGE = `Checks the order in which those who came before a sale stand in the line.

  npm run draw -- --concert ID [--export FILE] [--json]
      recomputes each place from the seed and compares it with the recorded one; once the sale has opened
  npm run draw -- --arrivals FILE --seed HEX [--json]
      the same without the database, from what --export wrote and the seed of GET /v1/concerts/ID/draw;
      without a running stack: node dist/src/operations/draw.js --arrivals FILE --seed HEX

  place = first 13 hexadecimal digits of SHA-1(seed ':' session id), as a number, minus 2^52; least first

Exit codes: 0 all places are as drawn, 1 some are not, 2 it could not be done.`;

export interface CheckedDraw {
  seed: string;
  /** What was published before the sale. */
  seedHash: string;
  /** In the order of the line. */
  arrivals: Arrival[];
  /** Those whose place is not the one that was drawn. */
  wrong: Arrival[];
}

export function checkDraw(seed: string, arrivals: readonly Arrival[]): CheckedDraw {
  const seedHash = createHash('sha256').update(seed).digest('hex');
  return { seed, seedHash, arrivals: inOrder(arrivals), wrong: differences(seed, arrivals) };
}

/** @throws Error when there is no such concert, or when its sale has not opened: the order is a secret until then */
export async function checkRecordedDraw(db: SqlClient, concertId: string): Promise<CheckedDraw> {
  const draw = await findDraw(db, concertId);
  if (!draw) throw new Error(`There is no concert ${concertId}`);
  if (draw.seed === null) {
    const opening = draw.saleOpensAt.toISOString();
    throw new Error(`The sale opens at ${opening}: until then the order is a secret, from operators too`);
  }
  return checkDraw(draw.seed, await recordedArrivals(db, concertId));
}

function report({ seed, seedHash, arrivals, wrong }: CheckedDraw): string {
  const lines = [`seed ${seed}`, `SHA-256 of the seed, as published before the sale: ${seedHash}`];
  arrivals.forEach(({ sessionId, place, arrived }, index) =>
    lines.push(`${String(index + 1).padStart(7)}  ${sessionId}  ${String(place).padStart(17)}  ${arrived}`),
  );
  for (const { sessionId, place } of wrong) lines.push(`not as drawn: session ${sessionId} at ${place}`);
  lines.push(`verified ${arrivals.length - wrong.length} of ${arrivals.length}`);
  return lines.join('\n');
}

async function fromDatabase(concertId: string): Promise<CheckedDraw> {
  const dataSource = createDataSource({
    url: loadDatabaseUrl(),
    poolSize: 1,
    applicationName: 'concert-sessions draw',
  });
  await dataSource.initialize();
  try {
    return await checkRecordedDraw(dataSource, concertId);
  } finally {
    await dataSource.destroy();
  }
}

async function fromFile(path: string, seed: string): Promise<CheckedDraw> {
  if (!/^[0-9a-f]{64}$/.test(seed)) throw new Error('--seed must be the 64 hexadecimal digits of the seed');
  return checkDraw(seed, await readArrivals(path));
}

/**
 * The command line.
 * @returns the exit code
 * @throws Error when the draw cannot be checked
 */
export async function drawCommand(args: string[], print: (text: string) => void): Promise<0 | 1> {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean' } as const;
  const options = { concert: text, export: text, arrivals: text, seed: text, json: flag, help: flag };
  const { concert, export: file, arrivals, seed, json, help } = parseArgs({ args, options }).values;
  if (help) {
    print(USAGE);
    return 0;
  }
  let draw: CheckedDraw;
  if (concert !== undefined && arrivals === undefined && seed === undefined)
    draw = await fromDatabase(concert);
  else if (arrivals !== undefined && seed !== undefined && concert === undefined && file === undefined)
    draw = await fromFile(arrivals, seed);
  else throw new Error(`give --concert, or --arrivals and --seed.\n\n${USAGE}`);
  if (file !== undefined) await writeArrivals(file, draw.arrivals);
  print(json ? JSON.stringify(draw, null, 2) : report(draw));
  return draw.wrong.length > 0 ? 1 : 0;
}

if (require.main === module)
  runProgram('The check of the draw', (args, { print }) => drawCommand(args, print));
