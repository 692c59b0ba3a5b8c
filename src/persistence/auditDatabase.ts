import { createDataSource } from './dataSource';
import type { SqlClient } from './sqlClient';

/** The invariants are proved over whole tables. */
const STATEMENT_TIMEOUT_MS = 600_000;

/**
 * Lends one connection of its own for an audit, on which a statement may take minutes.
 * @param url of the database
 */
export async function withAuditDatabase<T>(url: string, work: (db: SqlClient) => Promise<T>): Promise<T> {
  const dataSource = createDataSource({
    url,
    poolSize: 1,
    applicationName: 'concert-sessions audit',
    statementTimeoutMs: STATEMENT_TIMEOUT_MS,
  });
  await dataSource.initialize();
  try {
    return await work(dataSource);
  } finally {
    await dataSource.destroy();
  }
}
