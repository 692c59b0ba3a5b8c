import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import pino from 'pino';
import { startWorkerServer, type WorkerPages, type WorkerServer } from '../../src/workers/workerServer';

const lines: string[] = [];
const logger = pino({ level: 'trace' }, { write: (line: string) => void lines.push(line) });
let checks: Record<string, boolean>;
let text: () => Promise<string>;
const pages: WorkerPages = { metrics: () => text(), readiness: () => Promise.resolve(checks) };
const LOCAL = { host: '127.0.0.1', port: 0 };

let server: WorkerServer;
beforeEach(async () => {
  checks = { polling: true, database: true };
  text = () => Promise.resolve('up 1\n');
  server = await startWorkerServer(LOCAL, pages, logger);
});
afterEach(() => server.close());

describe('the server of a worker', () => {
  test('gives metrics as text, and says that the process lives', async () => {
    const metrics = await fetch(`${server.url}/metrics?x=1`);
    expect(metrics.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
    expect([metrics.status, await metrics.text()]).toEqual([200, 'up 1\n']);
    const alive = await fetch(`${server.url}/healthz`);
    expect([alive.status, await alive.json()]).toEqual([200, { status: 'ok' }]);
  });

  test('is ready only when all parts are, and else names what is missing', async () => {
    expect((await fetch(`${server.url}/readyz`)).status).toBe(200);
    checks = { polling: false, database: true };
    const unready = await fetch(`${server.url}/readyz`);
    expect(unready.status).toBe(503);
    expect(await unready.json()).toEqual({ status: 'not ready', checks, missing: ['polling'] });
    expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
  });

  test('knows no other path, takes no other method, and tells nothing of what failed', async () => {
    expect((await fetch(`${server.url}/`)).status).toBe(404);
    const posted = await fetch(`${server.url}/metrics`, { method: 'POST', body: 'x' });
    expect([posted.status, posted.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
    text = () => Promise.reject(new Error('password of the database'));
    const failed = await fetch(`${server.url}/metrics`);
    expect([failed.status, await failed.json()]).toEqual([500, { status: 'failed' }]);
    expect(lines.at(-1)).toContain('could not tell of itself');
  });

  test('that cannot have its port says which setting to change', async () => {
    const other = createServer().listen(LOCAL);
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    await expect(startWorkerServer({ ...LOCAL, port }, pages, logger)).rejects.toThrow(
      `The worker cannot listen on 127.0.0.1:${port} (EADDRINUSE). Set another WORKER_PORT, or 0 for none.`,
    );
    other.close();
  });

  test('ends at once, also with a connection that is kept open', async () => {
    const own = await startWorkerServer(LOCAL, pages, logger);
    await (await fetch(`${own.url}/healthz`)).text();
    await own.close();
    await expect(fetch(`${own.url}/healthz`)).rejects.toThrow();
  });
});
