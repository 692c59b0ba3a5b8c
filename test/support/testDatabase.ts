import { createHash, randomBytes, randomInt } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { Client } from 'pg';
import type { DataSource } from 'typeorm';
import { createDataSource } from '../../src/persistence/dataSource';

const PERSISTENCE = path.resolve(__dirname, '../../src/persistence');
const TEMPLATE_LOCK = 7_341_002;

export interface TestDatabase {
  url: string;
  dataSource: DataSource;
  /** Closes the pool and drops the database. */
  close(): Promise<void>;
}

/**
 * A migrated, empty database of its own: a clone of a template that is made once per server and set of migrations.
 * Fast, since cloning copies a few files and runs no migration.
 */
export async function createTestDatabase({ poolSize = 20 } = {}): Promise<TestDatabase> {
  const serverUrl = process.env.DATABASE_URL;
  if (!serverUrl) throw new Error('DATABASE_URL is not set: run the tests with `npm test`');
  const name = `test_${process.pid}_${randomBytes(6).toString('hex')}`;
  await onServer(serverUrl, async (server) => {
    const template = await ensureTemplate(server, serverUrl);
    await server.query(`CREATE DATABASE ${name} TEMPLATE ${template}`);
  });
  const url = databaseUrl(serverUrl, name);
  const dataSource = await createDataSource({ url, poolSize, applicationName: name }).initialize();
  // All test files share one Temporal server, where a concert's id names its waiting room.
  const firstConcert = randomInt(10_000_000, 2 ** 47);
  await dataSource.query(`ALTER TABLE concerts ALTER COLUMN id RESTART WITH ${firstConcert}`);
  return {
    url,
    dataSource,
    async close() {
      if (dataSource.isInitialized) await dataSource.destroy();
      await onServer(serverUrl, async (server) => {
        await waitUntilUnused(server, name);
        await server.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
      });
    },
  };
}

/** A pool reports its end before the server noticed; dropping by force then ends in warnings of lost connections. */
async function waitUntilUnused(server: Client, name: string): Promise<void> {
  for (let attempt = 0; attempt < 50; attempt += 1) {
    const { rowCount } = await server.query('SELECT 1 FROM pg_stat_activity WHERE datname = $1', [name]);
    if (rowCount === 0) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** Made under another name and renamed when it is complete, so that a killed run leaves no half template. */
async function ensureTemplate(server: Client, serverUrl: string): Promise<string> {
  const template = `template_${migrationsHash()}`;
  await server.query('SELECT pg_advisory_lock($1)', [TEMPLATE_LOCK]);
  try {
    const { rowCount } = await server.query('SELECT 1 FROM pg_database WHERE datname = $1', [template]);
    if (rowCount === 0) {
      const draft = `${template}_draft`;
      await server.query(`DROP DATABASE IF EXISTS ${draft} WITH (FORCE)`);
      await server.query(`CREATE DATABASE ${draft}`);
      const dataSource = createDataSource({ url: databaseUrl(serverUrl, draft), poolSize: 1 });
      await dataSource.initialize();
      try {
        await dataSource.runMigrations();
      } finally {
        await dataSource.destroy();
      }
      await server.query(`ALTER DATABASE ${draft} RENAME TO ${template}`);
    }
  } finally {
    await server.query('SELECT pg_advisory_unlock($1)', [TEMPLATE_LOCK]);
  }
  return template;
}

function migrationsHash(): string {
  const hash = createHash('sha256');
  for (const folder of ['migrations', 'functions']) {
    for (const file of readdirSync(path.join(PERSISTENCE, folder)).sort()) {
      hash.update(file).update(readFileSync(path.join(PERSISTENCE, folder, file)));
    }
  }
  return hash.digest('hex').slice(0, 16);
}

function databaseUrl(serverUrl: string, name: string): string {
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return url.toString();
}

async function onServer<T>(serverUrl: string, work: (server: Client) => Promise<T>): Promise<T> {
  const server = new Client({ connectionString: serverUrl });
  await server.connect();
  try {
    return await work(server);
  } finally {
    await server.end();
  }
}
