import { setTimeout as pause } from 'node:timers/promises';
import { Client } from 'pg';

export interface StatementFigures {
  text: string;
  calls: number;
  /** In the server, without what it takes to parse, to plan and to send. */
  ms: number;
  rows: number;
}

export interface DatabaseFigures {
  /** null: the server does not collect them. The ones that took the most time first. */
  statements: StatementFigures[] | null;
  /** The same summed up for other databases of the server, where there are any: Temporal's, for example. */
  others: { database: string; calls: number; ms: number }[];
  commits: number;
  rollbacks: number;
  rowsWritten: number;
  walBytes: number;
  /** Open connections by the program that has them, at the end. */
  connections: Record<string, number>;
  notes: string[];
}

interface StatementRow {
  key: string;
  database: string | null;
  own: boolean;
  text: string;
  calls: number;
  ms: number;
  rows: number;
}

interface Totals {
  commits: number;
  rollbacks: number;
  rowsWritten: number;
  walBytes: number;
}

/** An idle connection tells its counters within this time. */
const COUNTED_AFTER_MS = 10_500;

const STATEMENTS = `SELECT concat_ws(':', s.userid, s.dbid, s.queryid) AS key, d.datname AS database, d.datname = $1 AS own,
    s.query AS text, s.calls::float8 AS calls, s.total_exec_time AS ms, s.rows::float8 AS rows
  FROM pg_stat_statements s LEFT JOIN pg_database d ON d.oid = s.dbid
  WHERE d.datname IS DISTINCT FROM current_database()`;
const TOTALS = `SELECT xact_commit::float8 AS commits, xact_rollback::float8 AS rollbacks,
    (tup_inserted + tup_updated + tup_deleted)::float8 AS "rowsWritten",
    (pg_current_wal_lsn() - '0/0'::pg_lsn)::float8 AS "walBytes"
  FROM pg_stat_database WHERE datname = $1`;
const CONNECTIONS = `SELECT coalesce(nullif(application_name, ''), 'without a name') AS name, count(*)::int AS count
  FROM pg_stat_activity WHERE datname = $1 GROUP BY 1 ORDER BY 2 DESC`;

/**
 * Watches what a database is asked between now and `stop`. It looks from the server's database `postgres`, so that it leaves nothing in the
 * one it watches and is not counted itself.
 * @param settle waits until all connections have told their counters: 10 s more
 */
export async function watchDatabase(databaseUrl: string, settle = true) {
  const watched = new URL(databaseUrl).pathname.slice(1);
  const client = new Client({ connectionString: maintenance(databaseUrl), application_name: 'bench' });
  client.on('error', () => undefined);
  await client.connect();
  const notes: string[] = [];
  const collected = await extensionReady(client, notes);
  const statements = async (): Promise<StatementRow[]> =>
    collected ? (await client.query<StatementRow>(STATEMENTS, [watched])).rows : [];
  const totals = async (): Promise<Totals> => {
    const { rows } = await client.query<Totals>(TOTALS, [watched]);
    return rows[0] ?? { commits: 0, rollbacks: 0, rowsWritten: 0, walBytes: 0 };
  };
  if (settle) await pause(COUNTED_AFTER_MS);
  const [statementsBefore, totalsBefore] = [await statements(), await totals()];

  return {
    async stop(): Promise<DatabaseFigures> {
      const used = usedBetween(statementsBefore, await statements());
      const { rows } = await client.query<{ name: string; count: number }>(CONNECTIONS, [watched]);
      const { walBytes } = await totals();
      if (settle) await pause(COUNTED_AFTER_MS);
      const after = await totals();
      return {
        statements: collected ? used.filter(({ own }) => own).map(figuresOf) : null,
        others: sumsOf(used.filter(({ own }) => !own)),
        commits: after.commits - totalsBefore.commits,
        rollbacks: after.rollbacks - totalsBefore.rollbacks,
        rowsWritten: after.rowsWritten - totalsBefore.rowsWritten,
        walBytes: walBytes - totalsBefore.walBytes,
        connections: Object.fromEntries(rows.map(({ name, count }) => [name, count])),
        notes,
      };
    },
    close: () => client.end(),
  };
}

function maintenance(databaseUrl: string): string {
  const url = new URL(databaseUrl);
  url.pathname = '/postgres';
  return url.href;
}

async function extensionReady(client: Client, notes: string[]): Promise<boolean> {
  try {
    await client.query('CREATE EXTENSION IF NOT EXISTS pg_stat_statements');
    // It answers only where the server has loaded the library.
    await client.query('SELECT 1 FROM pg_stat_statements LIMIT 1');
    return true;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    notes.push(`no figures for each statement (STATEMENT_STATISTICS=true npm start): ${reason}`);
    return false;
  }
}

function usedBetween(before: readonly StatementRow[], after: readonly StatementRow[]): StatementRow[] {
  const earlier = new Map(before.map((row) => [row.key, row]));
  return after
    .map((row) => {
      const then = earlier.get(row.key);
      return then
        ? { ...row, calls: row.calls - then.calls, ms: row.ms - then.ms, rows: row.rows - then.rows }
        : row;
    })
    .filter(({ calls }) => calls > 0)
    .sort((one, other) => other.ms - one.ms);
}

function figuresOf({ text, calls, ms, rows }: StatementRow): StatementFigures {
  return { text: text.replace(/\s+/g, ' ').trim(), calls, ms, rows };
}

function sumsOf(rows: readonly StatementRow[]): DatabaseFigures['others'] {
  const sums = new Map<string, { database: string; calls: number; ms: number }>();
  for (const { database, calls, ms } of rows) {
    const name = database ?? 'dropped';
    const sum = sums.get(name) ?? { database: name, calls: 0, ms: 0 };
    sums.set(name, { database: name, calls: sum.calls + calls, ms: sum.ms + ms });
  }
  return [...sums.values()].sort((one, other) => other.ms - one.ms);
}
