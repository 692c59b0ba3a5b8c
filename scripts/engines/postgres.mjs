import { chownSync, existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { lastLines } from '../commands.mjs';
import { repository } from '../paths.mjs';
import { endProcess, identityOf } from '../processIdentity.mjs';
import { SetupProblem, say } from '../progress.mjs';
import { postgresAccount, postgresFolder, runAs } from './postgresAccount.mjs';
import { findPostgres } from './postgresPrograms.mjs';

/**
 * Starts a private PostgreSQL on 127.0.0.1 (no socket file, password only) and makes sure that `database` exists.
 * @param {boolean} durable false for tests: a crash of the machine may then lose data, and everything is faster
 * @param {number} [maxConnections]
 * @returns {Promise<{ url: string, origin: string }>}
 */
export async function startPostgres({
  host,
  ports,
  folder,
  password,
  database,
  durable,
  maxConnections = 200,
}) {
  const account = postgresAccount();
  const home = postgresFolder(folder, account);
  const data = join(home, 'data');
  if (!durable) rmSync(data, { recursive: true, force: true });
  const programs = findPostgres({ account, stateFolder: folder, wantedMajor: writtenBy(data) });
  if (writtenBy(data) === null) createData({ programs, account, home, data, password, durable });
  const port = await ports.take('postgres');
  const server = { host: '127.0.0.1', port, user: 'postgres', password };
  await host.start({
    name: 'postgres',
    program: {
      command: join(programs.bin, 'postgres'),
      args: ['-D', data, ...settings({ port, durable, maxConnections, bin: programs.bin })],
      cwd: home,
      ...(account ? { uid: account.uid, gid: account.gid } : {}),
    },
    before: () => clearStalePid(data),
    ready: () => answers(server),
    stopSignal: 'SIGINT', // fast shutdown: open transactions are rolled back, and the data is left clean
  });
  if (database !== 'postgres') await createDatabase(server, database);
  return {
    url: `postgres://postgres:${password}@127.0.0.1:${port}/${database}`,
    origin: `${programs.version}, ${programs.origin}`,
  };
}

function settings({ port, durable, maxConnections, bin }) {
  const values = {
    port,
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: maxConnections,
    timezone: 'UTC',
    log_timezone: 'UTC',
    ...(process.env.STATEMENT_STATISTICS === 'true' && hasStatementStatistics(bin)
      ? { shared_preload_libraries: STATEMENT_STATISTICS }
      : {}),
    ...(durable ? {} : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }),
  };
  return Object.entries(values).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}

/**
 * Counts calls and time of each statement, which `npm run bench:profile` shows; it can only be loaded when the server starts. Not by itself:
 * writes of pgbench took 7 to 35% longer with it.
 */
const STATEMENT_STATISTICS = 'pg_stat_statements';

/** Whether the library is there, in the places where packages have it: without it the server would not start. */
function hasStatementStatistics(bin) {
  const suffix = process.platform === 'darwin' ? ['dylib', 'so'] : ['so'];
  return ['lib', 'lib/postgresql', 'lib64/pgsql', 'lib/pgsql'].some((folder) =>
    suffix.some((ending) => existsSync(join(bin, '..', folder, `${STATEMENT_STATISTICS}.${ending}`))),
  );
}

/** The major version that wrote the data, or null when there is none yet. */
function writtenBy(data) {
  try {
    return Number.parseInt(readFileSync(join(data, 'PG_VERSION'), 'utf8'), 10);
  } catch {
    return null;
  }
}

/** Made beside its place and moved there when complete: a set-up that is interrupted leaves nothing half made. */
function createData({ programs, account, home, data, password, durable }) {
  const unfinished = join(home, 'data.new');
  const passwordFile = join(home, 'password.new');
  rmSync(unfinished, { recursive: true, force: true });
  writeFileSync(passwordFile, password, { mode: 0o600 });
  if (account) chownSync(passwordFile, account.uid, account.gid);
  const args = ['-D', unfinished, '-U', 'postgres', `--pwfile=${passwordFile}`, '--auth=scram-sha-256'];
  args.push('--encoding=UTF8', '--locale=C', ...(durable ? [] : ['--no-sync']));
  const { status, stdout, stderr, error } = runAs(account, join(programs.bin, 'initdb'), args, { cwd: home });
  rmSync(passwordFile, { force: true });
  if (status !== 0)
    throw new SetupProblem(
      `PostgreSQL could not create its data folder:\n${error?.message ?? lastLines(`${stdout}${stderr}`)}`,
    );
  renameSync(unfinished, data);
}

/**
 * After kill -9 postmaster.pid stays behind. PostgreSQL sees through it unless another process has that pid by now; and a server that is
 * still at work on this folder, unknown to us because our records were removed, has to end first.
 */
async function clearStalePid(data) {
  const file = join(data, 'postmaster.pid');
  let pid;
  try {
    pid = Number.parseInt(readFileSync(file, 'utf8'), 10);
  } catch {
    return;
  }
  const holder = identityOf(pid);
  if (holder.startedAt !== null) {
    const command = runAs(null, 'ps', ['-o', 'args=', '-p', String(pid)]).stdout ?? '';
    if (command.includes(data)) {
      say(`  stopping an earlier PostgreSQL on the same data (pid ${pid})`);
      await endProcess(holder, { signal: 'SIGINT' });
      return;
    }
  }
  rmSync(file, { force: true });
}

const loadClient = () => createRequire(join(repository, 'package.json'))('pg').Client;

async function answers(server) {
  const client = new (loadClient())({ ...server, database: 'postgres', connectionTimeoutMillis: 2_000 });
  client.on('error', () => {});
  try {
    await client.connect();
    await client.query('SELECT 1');
    return true;
  } catch (error) {
    if (error.code === '28P01')
      throw new SetupProblem(
        'PostgreSQL refused the password in secrets.json: that file and the data are from different runs.\nPut the old file back, or remove the whole state folder to begin anew.',
      );
    return false;
  } finally {
    await client.end().catch(() => {});
  }
}

async function createDatabase(server, name) {
  const client = new (loadClient())({ ...server, database: 'postgres' });
  await client.connect();
  try {
    const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [name]);
    if (rowCount === 0) await client.query(`CREATE DATABASE "${name}"`);
  } finally {
    await client.end();
  }
}
