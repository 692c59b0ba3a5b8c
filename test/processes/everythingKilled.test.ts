import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { createDataSource } from '../../src/persistence/dataSource';
import { runAudit } from '../../src/operations/audit';
import { ApiClient } from '../support/apiClient';
import { startProcess, type RunningProcess } from '../support/childProcess';

interface StackFile {
  apiUrl: string;
  adminKey: string;
  databaseUrl: string;
  processes: { name: string; pid: number }[];
}

let folder: string;
let starter: RunningProcess;
let port: number;

beforeAll(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'stack-'));
  port = await freePort();
});
afterAll(async () => {
  await starter.stop('SIGTERM');
  rmSync(folder, { recursive: true, force: true });
});

/** The whole stack with engines of its own, as `npm start` runs it. */
async function start(): Promise<StackFile> {
  const environment = { STACK_DIR: folder, SKIP_BUILD: '1', PORT: String(port), HOLD_SECONDS: '120' };
  starter = await startProcess('scripts/start.mjs', environment, /npm run demo/, 120_000);
  return JSON.parse(readFileSync(path.join(folder, 'stack.json'), 'utf8')) as StackFile;
}

function killEverything({ processes }: StackFile): void {
  for (const { pid } of processes) process.kill(pid, 'SIGKILL');
}

test('users, balances, holds and sessions outlive the death of every process, and go on', async () => {
  let stack = await start();
  let api = new ApiClient(stack);
  const sale = await api.onSale({ seats: 5, capacity: 1 });
  const holder = await api.fan({ balance: 5000 });
  await api.join(holder, sale.concertId);
  const [seat] = await api.seatIds(holder, sale.scheduleId);
  const held = await api.hold(holder, sale.scheduleId, [seat]);
  expect(held.status).toBe(200);
  const waiting = await api.fan({ balance: 1000 });
  const joined = await api.join(waiting, sale.concertId);
  expect(joined.body).toMatchObject({ state: 'WAITING', position: 1 });

  const dying = starter.stop('SIGKILL');
  killEverything(stack);
  await dying;

  stack = await start();
  api = new ApiClient(stack);
  expect(await api.balance(holder)).toBe(5000);
  expect(await api.session(holder)).toMatchObject({
    state: 'HOLDING',
    hold: { reservationId: held.body.reservationId },
  });
  expect(await api.session(waiting)).toMatchObject({ state: 'WAITING' });
  // Redis was started again: the room is rebuilt before anybody is told a position, or admitted.
  await api.until(waiting, 'WAITING', ({ position }) => position === 1);

  const paid = await api.pay(holder);
  expect(paid).toMatchObject({
    status: 201,
    body: { balance: 4000, reservationId: held.body.reservationId },
  });
  await api.until(waiting, 'ADMITTED');
  const db = await createDataSource({ url: stack.databaseUrl, poolSize: 1 }).initialize();
  try {
    expect(await runAudit(db)).toEqual([]);
  } finally {
    await db.destroy();
  }
}, 300_000);

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address ? address.port : 0;
}
