import { createServer, type RequestListener, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { cutSlowReaders } from './slowReaders';

/** Milliseconds. */
export interface ServerTimeouts {
  /** For a request's headers to arrive. */
  headersMs: number;
  /** For the whole request to arrive. */
  requestMs: number;
  /** For the next request on a connection; longer than that of a proxy in front, which would else reuse a closed one. */
  keepAliveMs: number;
  /** For a client to take an answer that is complete, or what an event stream has for it. */
  takenMs: number;
  /** For requests in progress when closing; streams that do not end are cut then. */
  drainMs: number;
}

export const DEFAULT_TIMEOUTS: ServerTimeouts = {
  headersMs: 10_000,
  requestMs: 30_000,
  keepAliveMs: 65_000,
  takenMs: 30_000,
  drainMs: 10_000,
};

/** Bytes of a request's first line and headers together; ours need less than one kilobyte. Beyond it the answer is 431. */
const MOST_HEADER_BYTES = 16_384;

export interface RunningServer {
  url: string;
  /**
   * Takes no new connection, ends event streams at once, lets requests in progress end, and resolves when the last
   * connection is closed.
   */
  close(): Promise<void>;
}

export interface ServerOptions {
  host: string;
  port: number;
  timeouts?: Partial<ServerTimeouts>;
  /** More are closed at once, unanswered; no bound when left out. */
  maxConnections?: number;
}

/**
 * Listens; port 0 takes a free one.
 *
 * Only the latest response of each connection is kept. Rejected: a set of those under way. Where much is added and deleted
 * V8 gives a set a new table every few hundred times, and each old one keeps the next alive, with all responses that were
 * in it, until a full collection: 160 µs of CPU for a poll instead of 142.
 * @throws Error when the address cannot be had
 */
export async function startServer(
  app: RequestListener,
  { host, port, timeouts = {}, maxConnections }: ServerOptions,
): Promise<RunningServer> {
  const { headersMs, requestMs, keepAliveMs, takenMs, drainMs } = { ...DEFAULT_TIMEOUTS, ...timeouts };
  let closing = false;
  const latest = new Map<Socket, { response: ServerResponse | null }>();
  const server = createServer(
    {
      headersTimeout: headersMs,
      requestTimeout: requestMs,
      keepAliveTimeout: keepAliveMs,
      maxHeaderSize: MOST_HEADER_BYTES,
      // Node looks for late requests only this often; its default of 30 s would triple our limits.
      connectionsCheckingInterval: Math.min(headersMs, 5_000),
    },
    (request, response) => {
      if (closing) response.setHeader('Connection', 'close');
      const here = latest.get(request.socket);
      if (here) here.response = response;
      app(request, response);
    },
  );
  if (maxConnections !== undefined) server.maxConnections = maxConnections;
  const stopCutting = cutSlowReaders(latest, takenMs);
  server.on('connection', (socket) => {
    latest.set(socket, { response: null });
    socket.on('close', () => latest.delete(socket));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host, port }, resolve);
  });
  const { address, family, port: taken } = server.address() as AddressInfo;
  const hostname = family === 'IPv6' ? `[${address}]` : address;

  return {
    url: `http://${hostname}:${taken}`,
    close: () =>
      new Promise((resolve, reject) => {
        closing = true;
        for (const { response } of latest.values()) {
          if (!response || response.closed) continue;
          // A connection whose last answer was promised to be kept alive is idle only after it.
          response.on('close', () => setImmediate(() => server.closeIdleConnections()));
          endForClosing(response);
        }
        const cut = setTimeout(() => server.closeAllConnections(), drainMs);
        server.close((error) => {
          clearTimeout(cut);
          stopCutting();
          if (error) reject(error);
          else resolve();
        });
        server.closeIdleConnections();
      }),
  };
}

/** An event stream would go on for ever: its client reconnects, to another process. */
function endForClosing(response: ServerResponse): void {
  if (!response.headersSent) response.setHeader('Connection', 'close');
  else if (isEventStream(response)) response.end();
}

function isEventStream(response: ServerResponse): boolean {
  return String(response.getHeader('Content-Type')).startsWith('text/event-stream');
}

/** Whether the server has begun to close: an event stream that only begins now must end by itself. */
export function isClosing(response: ServerResponse): boolean {
  return response.getHeader('Connection') === 'close';
}
