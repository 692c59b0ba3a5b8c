import type { PoolClient } from 'pg';
import { createDataSource } from './dataSource';
import type { SqlClient } from './sqlClient';

/** The invariants are proved over whole tables. */
const STATEMENT_TIMEOUT_MS = 600_000;

/**
 * Lends one connection of its own for an audit, on which a statement may take minutes.
 * @param url of the database
 * @param ended destroys the connection, also under a statement, which then rejects; PostgreSQL itself only notices when
 *   the statement is over, and it holds nothing but a snapshot meanwhile
 */
export async function withAuditDatabase<T>(
  url: string,
  work: (db: SqlClient) => Promise<T>,
  ended?: AbortSignal,
): Promise<T> {
  ended?.throwIfAborted();
  const dataSource = createDataSource({
    url,
    poolSize: 1,
    applicationName: 'concert-sessions audit',
    statementTimeoutMs: STATEMENT_TIMEOUT_MS,
  });
  await dataSource.initialize();
  const runner = dataSource.createQueryRunner();
  let destroy: (() => void) | undefined;
  try {
    const connection = (await runner.connect()) as PoolClient & { end(): Promise<void> };
    // Released, it would wait in the pool until its statement is over; closing the pool waits for it as well.
    destroy = () => void connection.end();
    ended?.throwIfAborted();
    ended?.addEventListener('abort', destroy);
    return await work(runner);
  } finally {
    if (destroy) ended?.removeEventListener('abort', destroy);
    await runner.release();
    await dataSource.destroy();
  }
}
