import type { DataSource } from 'typeorm';
import { loadDatabaseUrl } from '../config';
import { createDataSource } from './dataSource';

/** Any number that nothing else in this database locks. */
const MIGRATION_LOCK = 7_341_001;

/**
 * Brings the database up to date, or reverts the last migration. Several processes may start at once: they take turns,
 * and those who come later find nothing to do.
 * @returns the names of the migrations that ran or were reverted
 */
export async function migrate(dataSource: DataSource, direction: 'up' | 'down'): Promise<string[]> {
  const turn = dataSource.createQueryRunner();
  try {
    await turn.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK]);
    if (direction === 'up') {
      const run = await dataSource.runMigrations({ transaction: 'all' });
      return run.map(({ name }) => name);
    }
    const before = await appliedMigrations(dataSource);
    await dataSource.undoLastMigration({ transaction: 'all' });
    const after = await appliedMigrations(dataSource);
    return before.filter((name) => !after.includes(name));
  } finally {
    // Closing the connection would free the lock too; a pooled connection is not closed.
    await turn.query('SELECT pg_advisory_unlock($1)', [MIGRATION_LOCK]).catch(() => undefined);
    await turn.release();
  }
}

async function appliedMigrations(dataSource: DataSource): Promise<string[]> {
  const [exists] = await dataSource.query<{ exists: boolean }[]>(
    `SELECT to_regclass('migrations') IS NOT NULL AS exists`,
  );
  if (exists?.exists !== true) return [];
  const rows = await dataSource.query<{ name: string }[]>('SELECT name FROM migrations ORDER BY id');
  return rows.map(({ name }) => name);
}

async function main(): Promise<void> {
  const direction = process.argv.includes('--down') ? 'down' : 'up';
  // No limit: a starter waits for the one before it, and a migration takes as long as it takes.
  const dataSource = createDataSource({
    url: loadDatabaseUrl(),
    poolSize: 2,
    applicationName: 'concert-sessions migrate',
    statementTimeoutMs: 0,
    lockTimeoutMs: 0,
  });
  await dataSource.initialize();
  try {
    const names = await migrate(dataSource, direction);
    for (const name of names) console.log(`${direction === 'up' ? 'Migrated' : 'Reverted'} ${name}`);
    if (names.length === 0) {
      console.log(direction === 'up' ? 'The database is up to date' : 'There is no migration to revert');
    }
  } finally {
    await dataSource.destroy();
  }
}

if (require.main === module) {
  main().catch((error: unknown) => {
    console.error(`The migration failed: ${error instanceof Error ? error.message : String(error)}`);
    process.exitCode = 1;
  });
}
