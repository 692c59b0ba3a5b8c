import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Logger } from 'pino';

/** For a request to arrive. Milliseconds. */
const REQUEST_WITHIN_MS = 5_000;
/** Monitors and probes; who opens more is none of them. */
const MOST_CONNECTIONS = 50;

/** What a worker tells of itself. */
export interface WorkerPages {
  /** In the text format of Prometheus. */
  metrics(): Promise<string>;
  /** Whether each part that it cannot work without is there, by name. */
  readiness(): Promise<Record<string, boolean>>;
}

export interface WorkerServer {
  url: string;
  /** Ends open connections too. */
  close(): Promise<void>;
}

interface Answer {
  status: number;
  body: string | object;
}

/**
 * Serves `/metrics`, `/healthz` and `/readyz` of a worker, for anyone who reaches it.
 * @throws Error that names WORKER_PORT when the address cannot be had
 */
export async function startWorkerServer(
  { host, port }: { host: string; port: number },
  pages: WorkerPages,
  logger: Logger,
): Promise<WorkerServer> {
  async function answerTo(path: string): Promise<Answer> {
    switch (path) {
      case '/metrics':
        return { status: 200, body: await pages.metrics() };
      case '/healthz':
        return { status: 200, body: { status: 'ok' } };
      case '/readyz': {
        const checks = await pages.readiness();
        const missing = Object.keys(checks).filter((name) => !checks[name]);
        if (missing.length === 0) return { status: 200, body: { status: 'ready', checks } };
        return { status: 503, body: { status: 'not ready', checks, missing } };
      }
      default:
        return { status: 404, body: { status: 'not found', paths: ['/metrics', '/healthz', '/readyz'] } };
    }
  }

  async function handle({ method, url = '' }: IncomingMessage, response: ServerResponse): Promise<void> {
    if (method !== 'GET' && method !== 'HEAD') {
      send(response, { status: 405, body: { status: 'use GET' } });
      return;
    }
    try {
      send(response, await answerTo(url.replace(/\?.*/, '')));
    } catch (error) {
      logger.error({ err: error }, 'the worker could not tell of itself');
      send(response, { status: 500, body: { status: 'failed' } });
    }
  }

  const server = createServer(
    { headersTimeout: REQUEST_WITHIN_MS, requestTimeout: REQUEST_WITHIN_MS },
    (request, response) => void handle(request, response),
  );
  server.maxConnections = MOST_CONNECTIONS;
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(
        new Error(
          `The worker cannot listen on ${host}:${port} (${error.code ?? error.message}). Set another WORKER_PORT, or 0 for none.`,
        ),
      ),
    );
    server.listen({ host, port }, resolve);
  });
  const { port: taken } = server.address() as AddressInfo;
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${taken}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function send(response: ServerResponse, { status, body }: Answer): void {
  const isText = typeof body === 'string';
  const text = isText ? body : JSON.stringify(body);
  response.writeHead(status, {
    'Content-Type': isText ? 'text/plain; version=0.0.4; charset=utf-8' : 'application/json; charset=utf-8',
    'Content-Length': Buffer.byteLength(text),
    'Cache-Control': 'no-store',
    'X-Content-Type-Options': 'nosniff',
    ...(status === 405 ? { Allow: 'GET, HEAD' } : {}),
  });
  response.end(text);
}
