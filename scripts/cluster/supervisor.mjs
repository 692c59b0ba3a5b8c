import { createHash } from 'node:crypto';
import { rmSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { SetupProblem } from '../progress.mjs';

/** A socket's path may have some 100 bytes. */
function socketPath(folder) {
  const inFolder = join(folder, 'control.sock');
  if (Buffer.byteLength(inFolder) <= 100) return inFolder;
  const digest = createHash('sha256').update(folder).digest('hex').slice(0, 16);
  return join(tmpdir(), `concert-sessions-${digest}.sock`);
}

/** The socket's errors are dealt with where it is made; the reader of its lines repeats them, and must not end the script. */
const linesOf = (socket) => createInterface({ input: socket }).on('error', () => {});

/**
 * Lets other commands of the same user ask the script that runs a cluster, through a socket in its state folder. A request is one line of
 * JSON; so is each answer: `{line}` while it is worked on, at last `{done: true}` or `{failed}`. One request at a time.
 * @param {(request: object, say: (line: string) => void) => Promise<void>} handle
 */
export function serveSupervisor(folder, handle) {
  const path = socketPath(folder);
  rmSync(path, { force: true });
  let busy = false;
  const server = createServer((socket) => {
    const send = (message) => socket.writable && socket.write(`${JSON.stringify(message)}\n`);
    socket.on('error', () => {});
    linesOf(socket).once('line', (line) => {
      if (busy) {
        send({ failed: 'Another request is being worked on: wait for it.' });
        return socket.end();
      }
      busy = true;
      Promise.resolve()
        .then(() => handle(JSON.parse(line), (text) => send({ line: text })))
        .then(
          () => send({ done: true }),
          (error) => send({ failed: error.message }),
        )
        .finally(() => {
          busy = false;
          socket.end();
        });
    });
  });
  // Nobody else may ask.
  const umask = process.umask(0o177);
  server.listen(path);
  process.umask(umask);
  server.unref();
  process.once('exit', () => rmSync(path, { force: true }));
}

/**
 * Sends a request to the script that runs the cluster of the folder, and shows what it says.
 * @throws SetupProblem when none runs, or when it could not do it
 */
export function askSupervisor(folder, request, show) {
  return new Promise((resolve, reject) => {
    const socket = connect(socketPath(folder));
    let answer = null;
    socket.once('connect', () => socket.write(`${JSON.stringify(request)}\n`));
    socket.once('error', () =>
      reject(new SetupProblem(`No cluster runs in ${folder}. Start one first: npm run start:cluster`)),
    );
    linesOf(socket).on('line', (line) => {
      answer = JSON.parse(line);
      if (answer.line) show(answer.line);
    });
    socket.once('close', () => {
      if (answer?.done) resolve();
      else reject(new SetupProblem(answer?.failed ?? 'The cluster stopped before it was done.'));
    });
  });
}
