import { createServer, type RequestListener } from 'node:http';
import { connect } from 'node:net';
import { startServer } from '../../src/api/server';

const HOST = '127.0.0.1';
const slow: RequestListener = (_request, response) => {
  setTimeout(() => response.end('done'), 300);
};

/** Writes some bytes and resolves with what came back when the server closed the connection. */
function talk(url: string, bytes: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let answer = '';
    const socket = connect(Number(new URL(url).port), HOST, () => socket.write(bytes));
    socket.on('data', (chunk) => (answer += chunk.toString()));
    socket.on('close', () => resolve(answer));
    socket.on('error', reject);
  });
}

describe('the server', () => {
  test('answers requests in progress when it is closed, and takes no new ones', async () => {
    const server = await startServer(slow, { host: HOST, port: 0 });
    const answer = fetch(server.url);
    await new Promise((resolve) => setTimeout(resolve, 100));
    const closed = server.close();
    await expect(fetch(server.url)).rejects.toThrow();
    expect(await (await answer).text()).toBe('done');
    await closed;
  });

  test('cuts what does not end by itself after the drain time', async () => {
    const server = await startServer(() => undefined, { host: HOST, port: 0, timeouts: { drainMs: 200 } });
    const answer = fetch(server.url);
    const refused = expect(answer).rejects.toThrow();
    await new Promise((resolve) => setTimeout(resolve, 100));
    await server.close();
    await refused;
  });

  test('does not wait for headers or bodies that do not arrive', async () => {
    const timeouts = { headersMs: 200, requestMs: 400 };
    const server = await startServer(() => undefined, { host: HOST, port: 0, timeouts });
    expect(await talk(server.url, 'GET / HTTP/1.1\r\nHost: x\r\n')).toContain('408');
    expect(await talk(server.url, 'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n{')).toContain(
      '408',
    );
    await server.close();
  });

  test('says when its address is taken', async () => {
    const taken = createServer().listen(0, HOST);
    await new Promise((resolve) => taken.once('listening', resolve));
    const address = taken.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    await expect(startServer(slow, { host: HOST, port })).rejects.toThrow('EADDRINUSE');
    taken.close();
  });
});

describe('a client that does not read its answer', () => {
  const BIG = Buffer.alloc(64 * 1024 * 1024);
  /** Sends a request and never reads; resolves once the server has closed the connection: nothing else ends it. */
  async function ignored(answer: RequestListener): Promise<'closed'> {
    let gone: (outcome: 'closed') => void;
    const closed = new Promise<'closed'>((resolve) => (gone = resolve));
    const server = await startServer(
      (request, response) => {
        response.once('close', () => gone('closed'));
        answer(request, response);
      },
      { host: HOST, port: 0, timeouts: { takenMs: 200 } },
    );
    const socket = connect(Number(new URL(server.url).port), HOST);
    socket.on('error', () => undefined).pause();
    socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
    const outcome = await closed;
    socket.destroy();
    await server.close();
    return outcome;
  }

  test('is cut off when the answer is complete and is not taken', async () => {
    expect(await ignored((_request, response) => response.end(BIG))).toBe('closed');
  });

  test('is cut off when an event stream has something for it that it does not take', async () => {
    expect(await ignored((_request, response) => response.write(BIG))).toBe('closed');
  });

  test('is not one who waits for an answer or reads a stream that is quiet', async () => {
    const timeouts = { takenMs: 40 };
    const quiet: RequestListener = (_request, response) => {
      response.write('begun ');
      setTimeout(() => response.end('done'), 300);
    };
    for (const answer of [slow, quiet]) {
      const server = await startServer(answer, { host: HOST, port: 0, timeouts });
      expect(await (await fetch(server.url)).text()).toContain('done');
      await server.close();
    }
  });
});

describe('the size of what a client may open', () => {
  test('headers of more than 16 kB are refused with 431', async () => {
    const server = await startServer(slow, { host: HOST, port: 0 });
    expect(
      await talk(server.url, `GET / HTTP/1.1\r\nHost: x\r\nX-Long: ${'x'.repeat(17_000)}\r\n\r\n`),
    ).toContain('431');
    await server.close();
  });

  test('more connections than the bound are closed unanswered, and the others are served', async () => {
    const server = await startServer((_request, response) => response.end('here'), {
      ...{ host: HOST, port: 0, maxConnections: 1 },
    });
    const port = Number(new URL(server.url).port);
    const first = connect(port, HOST);
    await new Promise((resolve) => first.once('connect', resolve));
    expect(await talk(server.url, 'GET / HTTP/1.1\r\nHost: x\r\n\r\n').catch(() => '')).toBe('');
    const answer = new Promise((resolve) => first.once('data', (bytes) => resolve(bytes.toString())));
    first.write('GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');
    expect(await answer).toContain('200 OK');
    await server.close();
  });
});
