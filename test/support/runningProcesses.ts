import { Client, Connection } from '@temporalio/client';
import type { DataSource } from 'typeorm';
import { inParallel } from '../../bench/inParallel';
import { ApiClient, type Fan, type Sale } from './apiClient';
import { startProcess, type RunningProcess } from './childProcess';
import { endOpenWorkflows } from './openWorkflows';
import { createTestDatabase } from './testDatabase';
import { ADMIN_KEY, testEnvironment } from './testEnvironment';
import { createTestRedis } from './testRedis';

/** Fans who register or join at the same time. */
const AT_ONCE = 20;

export interface ProcessesInput {
  databaseUrl: string;
  apis?: number;
  workers?: number;
  /** Configuration of all of them. */
  environment?: NodeJS.ProcessEnv;
  /** For the workers instead of `databaseUrl`. */
  workerDatabaseUrl?: string;
}

/** API and worker programs in processes of their own (`dist/` as it was built last), on the real engines; nothing is reconciled by itself. */
export interface RunningProcesses {
  /** One for each API process. */
  apis: [ApiClient, ...ApiClient[]];
  /** The API that the caller with this number uses: they take turns. */
  via(caller: number): ApiClient;
  /** So many fans with money who joined the sale and were admitted. */
  crowd(sale: Sale, fans: number, balance?: number): Promise<Fan[]>;
  stopWorkers(): Promise<void>;
  close(): Promise<void>;
}

export async function startProcesses(input: ProcessesInput): Promise<RunningProcesses> {
  const {
    databaseUrl,
    workerDatabaseUrl = databaseUrl,
    apis: apiCount = 2,
    workers: workerCount = 1,
  } = input;
  const testRedis = await createTestRedis();
  const ofRaces = {
    // Hundreds at once on a busy machine wait for their turn; that nobody is sent away for it is what the caller asks.
    ANSWER_WITHIN_MS: '60000',
    ADMISSION_WINDOW_SECONDS: '3600',
    // They all come from one address.
    RATE_LIMIT_PER_ADDRESS: '0',
    ...input.environment,
  };
  const environment = testEnvironment({ database: { url: databaseUrl }, redis: testRedis }, ofRaces);
  const many = (count: number, program: string, special: NodeJS.ProcessEnv = {}): Promise<RunningProcess[]> =>
    Promise.all(Array.from({ length: count }, () => startProcess(program, { ...environment, ...special })));
  const [apiProcesses, workers] = await Promise.all([
    many(apiCount, 'dist/src/api/main.js'),
    many(workerCount, 'dist/src/workers/main.js', { DATABASE_URL: workerDatabaseUrl }),
  ]);
  const clients = apiProcesses.map((api) => new ApiClient({ apiUrl: api.url(), adminKey: ADMIN_KEY }));
  const [first, ...others] = clients;
  if (!first) throw new Error('No API process was asked for');

  const via = (caller: number): ApiClient => clients[caller % clients.length] ?? first;
  async function stopWorkers(): Promise<void> {
    await Promise.all(workers.map((worker) => worker.stop()));
  }

  return {
    apis: [first, ...others],
    via,
    stopWorkers,
    async crowd({ concertId }, fans, balance) {
      return await inParallel(AT_ONCE, fans, async (index) => {
        const fan = await via(index).fan({ balance });
        const joined = await via(index).join(fan, concertId);
        // A room that two API processes open at once is first taken for one that was lost: its fans wait a moment.
        if (joined.body.state === 'WAITING') await via(index).until(fan, 'ADMITTED');
        return fan;
      });
    },
    async close() {
      await Promise.all(apiProcesses.map((api) => api.stop()));
      const connection = await Connection.connect({ address: process.env.TEMPORAL_ADDRESS });
      await endOpenWorkflows(new Client({ connection }), environment.TASK_QUEUE ?? '');
      await connection.close();
      await stopWorkers();
      await testRedis.close();
    },
  };
}

export interface RaceStack extends RunningProcesses {
  db: DataSource;
}

/** `startProcesses` on a database of its own. */
export async function startRaceStack(input: Omit<ProcessesInput, 'databaseUrl'> = {}): Promise<RaceStack> {
  const database = await createTestDatabase({ poolSize: 20 });
  const processes = await startProcesses({ ...input, databaseUrl: database.url });
  return {
    ...processes,
    db: database.dataSource,
    async close() {
      await processes.close();
      await database.close();
    },
  };
}
