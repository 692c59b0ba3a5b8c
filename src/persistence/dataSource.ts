import 'reflect-metadata';
import { DataSource, type Logger } from 'typeorm';
import { ENTITIES } from './entities';
import { MIGRATIONS } from './migrations';

export interface DataSourceInput {
  url: string;
  poolSize: number;
  /** Shown in `pg_stat_activity`. */
  applicationName?: string;
  /** Milliseconds; 0: no limit, for migrations and other work that may take its time. */
  statementTimeoutMs?: number;
  lockTimeoutMs?: number;
  /** Is told of connections that were lost while idle; standard output when left out. */
  onWarning?: (message: string) => void;
}

/** TypeORM's own would print statements with what users sent; warnings are all that is wanted of it. */
function warningsOnly(onWarning: (message: string) => void): Logger {
  const nothing = (): void => undefined;
  return {
    ...{ logQuery: nothing, logQueryError: nothing, logQuerySlow: nothing },
    ...{ logSchemaBuild: nothing, logMigration: nothing },
    log: (level, message) => void (level === 'warn' && onWarning(String(message))),
  };
}

const STATEMENT_TIMEOUT_MS = 5_000;
const LOCK_TIMEOUT_MS = 3_000;
/** Also how long a request waits for a free connection of the pool. */
const CONNECT_TIMEOUT_MS = 3_000;

/**
 * A data source that is not connected yet (`initialize()`). Every wait in it is bounded, so that a database which hangs
 * becomes an error the caller can answer with. A connection lost while idle is dropped from the pool with a warning;
 * the next statement opens another.
 */
export function createDataSource(input: DataSourceInput): DataSource {
  const statementTimeoutMs = input.statementTimeoutMs ?? STATEMENT_TIMEOUT_MS;
  return new DataSource({
    type: 'postgres',
    url: input.url,
    poolSize: input.poolSize,
    applicationName: input.applicationName ?? 'concert-sessions',
    connectTimeoutMS: CONNECT_TIMEOUT_MS,
    synchronize: false,
    migrationsRun: false,
    installExtensions: false,
    // gen_random_uuid() is part of PostgreSQL; the other choice needs an extension.
    uuidExtension: 'pgcrypto',
    logging: ['warn'],
    ...(input.onWarning ? { logger: warningsOnly(input.onWarning) } : {}),
    entities: ENTITIES,
    migrations: MIGRATIONS,
    migrationsTransactionMode: 'all',
    extra: {
      statement_timeout: statementTimeoutMs,
      lock_timeout: input.lockTimeoutMs ?? LOCK_TIMEOUT_MS,
      idle_in_transaction_session_timeout: STATEMENT_TIMEOUT_MS * 2,
      keepAlive: true,
      // The limits above are the server's: when it is the network that hangs, the client gives up by itself, and a
      // connection that is stuck leaves the pool at the latest after half a minute.
      query_timeout: statementTimeoutMs && statementTimeoutMs + 1_000,
      maxLifetimeSeconds: 30,
    },
  });
}
