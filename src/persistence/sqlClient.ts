/** The one thing the statements need of a database. TypeORM's `DataSource` and `QueryRunner` are such clients as they are. */
export interface SqlClient {
  query<T = Record<string, unknown>>(sql: string, parameters?: unknown[]): Promise<T[]>;
}

const DEADLOCK_DETECTED = '40P01';
const SERIALIZATION_FAILURE = '40001';
const MAX_ATTEMPTS = 4;

/** The SQLSTATE of a failed statement (TypeORM keeps it under `driverError`), or null where there is none. */
export function sqlStateOf(error: unknown): string | null {
  if (typeof error !== 'object' || error === null) return null;
  const { code, driverError } = error as { code?: unknown; driverError?: unknown };
  if (driverError !== undefined && driverError !== error) return sqlStateOf(driverError) ?? textOrNull(code);
  return textOrNull(code);
}

function textOrNull(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

/**
 * Runs a deciding function in one round trip and returns its answer.
 * The locking order (docs/locking.md) leaves no cycle; should PostgreSQL report a deadlock all the same, the transaction
 * was rolled back whole and each function is idempotent, so the call is repeated instead of failing the client.
 * @param call a call such as `release_hold($1::jsonb, $2, $3)`
 */
export async function decide<T>(db: SqlClient, call: string, parameters: unknown[]): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      const rows = await db.query<{ answer: T }>(`SELECT ${call} AS answer`, parameters);
      const row = rows[0];
      if (row === undefined) throw new Error('The database function gave no answer');
      return row.answer;
    } catch (error) {
      const state = sqlStateOf(error);
      const repeatable = state === DEADLOCK_DETECTED || state === SERIALIZATION_FAILURE;
      if (!repeatable || attempt >= MAX_ATTEMPTS) throw error;
    }
  }
}
