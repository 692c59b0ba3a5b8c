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
