import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { findOnPath, run } from '../commands.mjs';
import { SetupProblem } from '../progress.mjs';
import { installRedis } from './redisInstall.mjs';

/** The Redis server: on PATH, else installed. @returns {Promise<{ path: string, origin: string }>} */
export async function findRedis(environment = process.env) {
  const look = () =>
    findOnPath('redis-server', `${environment.PATH}:/usr/bin:/usr/local/bin:/opt/homebrew/bin`);
  const found = look();
  if (!found) await installRedis(environment);
  const path = found ?? look();
  if (!path) throw new SetupProblem('Redis was installed, but redis-server is not on PATH.');
  const { output } = await run(path, ['--version']);
  return {
    path,
    origin: `${output.match(/v=([\d.]+)/)?.[1] ?? ''}, ${found ? 'system' : 'newly installed'}`,
  };
}

/**
 * Starts a private Redis on 127.0.0.1. Its settings go into a file that only its owner can read, since arguments, and with them the password,
 * would be visible to everybody on the machine.
 * @param {boolean} durable false for tests: nothing is written to disk
 */
export async function startRedis({ host, ports, folder, password, program, durable, databases = 16 }) {
  const home = join(folder, 'redis');
  if (!durable) rmSync(home, { recursive: true, force: true });
  mkdirSync(home, { recursive: true, mode: 0o700 });
  const port = await ports.take('redis');
  const settings = join(home, 'redis.conf');
  const lines = [
    'bind 127.0.0.1',
    `port ${port}`,
    `requirepass ${password}`,
    `dir ${JSON.stringify(home)}`,
    `databases ${databases}`,
    'daemonize no',
    // The append-only file alone: at most the last second is lost in a crash, and all of it can be rebuilt.
    'save ""',
    ...(durable ? ['appendonly yes', 'appendfsync everysec'] : ['appendonly no']),
  ];
  writeFileSync(settings, `${lines.join('\n')}\n`, { mode: 0o600 });
  await host.start({
    name: 'redis',
    program: { command: program, args: [settings] },
    ready: () => answersPing(port, password),
  });
  return { url: `redis://:${password}@127.0.0.1:${port}/0` };
}

/** True once Redis answers PONG; while it loads its file it answers an error. */
function answersPing(port, password) {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' });
    let answer = '';
    const finish = (result) => {
      socket.destroy();
      resolve(result);
    };
    socket.setTimeout(2_000, () => finish(false));
    socket.once('error', () => finish(false));
    socket.once('connect', () => socket.write(`AUTH ${password}\r\nPING\r\n`));
    socket.on('data', (chunk) => {
      answer += chunk;
      if (answer.includes('+PONG')) finish(true);
      else if (answer.includes('-')) finish(false);
    });
    socket.once('close', () => finish(false));
  });
}
