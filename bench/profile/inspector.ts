import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import WebSocket from 'ws';

/** Speaks the inspector protocol with one thread. */
export interface InspectedThread {
  send<T>(method: string, params?: object): Promise<T>;
}

export interface InspectedProcess {
  main: InspectedThread;
  /** The worker threads that run now. */
  workerThreads(): Promise<InspectedThread[]>;
  /** Closes the inspector in the process, so that nobody else finds it open. */
  close(): Promise<void>;
}

interface Answer {
  id?: number;
  result?: unknown;
  error?: { message: string };
  method?: string;
  params?: { sessionId: string; message: string };
}

const HOST = '127.0.0.1';
/** Where SIGUSR1 opens Node's inspector, in every process. */
const SIGNAL_PORT = 9229;
const OPEN_WITHIN_MS = 5_000;
const PAUSE_MS = 50;
/** What is evaluated in the process runs after its answer is out: closing waits for who is connected. */
const LATER_MS = 100;

/**
 * Opens the inspector of a running Node process on this machine, on 127.0.0.1, with SIGUSR1. It is moved to a free port at once: the one that
 * the signal opens is the same for all processes.
 * @throws Error when it does not open, or when another process has that port
 */
export async function inspect(pid: number): Promise<InspectedProcess> {
  const taken = await addressAt(SIGNAL_PORT);
  if (taken !== null)
    throw new Error(`port ${SIGNAL_PORT} serves another inspector already: close that debugger`);
  process.kill(pid, 'SIGUSR1');
  const first = await connect(SIGNAL_PORT, pid);
  const port = await freePort();
  await first.run(`const inspector = process.getBuiltinModule('node:inspector');
    inspector.close();
    inspector.open(${port}, '${HOST}');`);
  await first.end();
  const connection = await connect(port, pid);

  return {
    main: connection.main,
    workerThreads: connection.workerThreads,
    async close() {
      // The next signal has to open it where it is looked for.
      await connection.run(`process.debugPort = ${SIGNAL_PORT};
        process.getBuiltinModule('node:inspector').close();`);
      await connection.end();
    },
  };
}

async function connect(port: number, pid: number) {
  const deadline = Date.now() + OPEN_WITHIN_MS;
  let address = await addressAt(port);
  while (address === null && Date.now() < deadline) {
    await pause(PAUSE_MS);
    address = await addressAt(port);
  }
  if (address === null)
    throw new Error(
      `process ${pid} opened no inspector on ${HOST}:${port} within ${OPEN_WITHIN_MS / 1000} s: is one open elsewhere already?`,
    );
  const socket = new WebSocket(address, { perMessageDeflate: false });
  await once(socket, 'open');
  const main = speak((text) => socket.send(text));
  const threads = new Map<string, ReturnType<typeof speak>>();

  socket.on('message', (data: Buffer) => {
    const answer = JSON.parse(data.toString('utf8')) as Answer;
    if (answer.method === 'NodeWorker.attachedToWorker' && answer.params) {
      const { sessionId } = answer.params;
      // One that ended meanwhile has nothing to answer.
      const send = (message: string): void =>
        void main.thread
          .send('NodeWorker.sendMessageToWorker', { sessionId, message })
          .catch(() => undefined);
      threads.set(sessionId, speak(send));
    } else if (answer.method === 'NodeWorker.receivedMessageFromWorker' && answer.params) {
      threads.get(answer.params.sessionId)?.hear(JSON.parse(answer.params.message) as Answer);
    } else main.hear(answer);
  });
  socket.on('error', () => undefined);
  socket.on('close', () => {
    for (const one of [main, ...threads.values()]) one.hangUp(`process ${pid} closed its inspector`);
  });

  const own = await evaluate(main.thread, 'process.pid');
  if (own !== pid) {
    socket.close();
    throw new Error(`the inspector on ${HOST}:${port} is that of process ${String(own)}, not of ${pid}`);
  }
  return {
    main: main.thread,
    async workerThreads() {
      await main.thread.send('NodeWorker.enable', { waitForDebuggerOnStart: false });
      return [...threads.values()].map(({ thread }) => thread);
    },
    async run(code: string) {
      await evaluate(main.thread, `setTimeout(() => { ${code} }, ${LATER_MS}); 0`);
    },
    async end() {
      const closed = once(socket, 'close');
      socket.close();
      await closed;
      await pause(LATER_MS * 2);
    },
  };
}

/** One conversation: each answer goes to who asked. */
function speak(write: (text: string) => void) {
  let last = 0;
  const waiting = new Map<number, { resolve: (value: never) => void; reject: (error: Error) => void }>();
  const thread: InspectedThread = {
    send: (method, params = {}) =>
      new Promise((resolve, reject) => {
        const id = ++last;
        waiting.set(id, { resolve, reject });
        write(JSON.stringify({ id, method, params }));
      }),
  };
  return {
    thread,
    hear({ id, result, error }: Answer) {
      const asked = waiting.get(id ?? 0);
      waiting.delete(id ?? 0);
      if (error) asked?.reject(new Error(error.message));
      else asked?.resolve(result as never);
    },
    hangUp(reason: string) {
      for (const { reject } of waiting.values()) reject(new Error(reason));
      waiting.clear();
    },
  };
}

/** The value of an expression in that thread. */
export async function evaluate(thread: InspectedThread, expression: string): Promise<unknown> {
  const { result } = await thread.send<{ result: { value: unknown } }>('Runtime.evaluate', {
    expression,
    returnByValue: true,
  });
  return result.value;
}

async function addressAt(port: number): Promise<string | null> {
  try {
    const answer = await fetch(`http://${HOST}:${port}/json/list`, { signal: AbortSignal.timeout(1_000) });
    const [target] = (await answer.json()) as { webSocketDebuggerUrl: string }[];
    return target?.webSocketDebuggerUrl ?? null;
  } catch {
    return null;
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, HOST);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
