import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Milliseconds. */
export interface ServerTimeouts {
  /** For a request's headers to arrive. */
  headersMs: number;
  /** For the whole request to arrive. */
  requestMs: number;
  /** For the next request on a connection; longer than that of a proxy in front, which would else reuse a closed one. */
  keepAliveMs: number;
  /** For requests in progress when closing; streams that do not end are cut then. */
  drainMs: number;
}

export const DEFAULT_TIMEOUTS: ServerTimeouts = {
  headersMs: 10_000,
  requestMs: 30_000,
  keepAliveMs: 65_000,
  drainMs: 10_000,
};

export interface RunningServer {
  url: string;
  /** Takes no new connection, lets requests in progress end, and resolves when the last connection is closed. */
  close(): Promise<void>;
}

/**
 * Listens; port 0 takes a free one.
 * @throws Error when the address cannot be had
 */
export async function startServer(
  app: RequestListener,
  { host, port, timeouts = {} }: { host: string; port: number; timeouts?: Partial<ServerTimeouts> },
): Promise<RunningServer> {
  const { headersMs, requestMs, keepAliveMs, drainMs } = { ...DEFAULT_TIMEOUTS, ...timeouts };
  let closing = false;
  const server = createServer(
    {
      headersTimeout: headersMs,
      requestTimeout: requestMs,
      keepAliveTimeout: keepAliveMs,
      // Node looks for late requests only this often; its default of 30 s would triple our limits.
      connectionsCheckingInterval: Math.min(headersMs, 5_000),
    },
    (request, response) => {
      if (closing) response.setHeader('Connection', 'close');
      // A connection whose last answer was promised to be kept alive is idle only after it.
      response.once('close', () => {
        if (closing) setImmediate(() => server.closeIdleConnections());
      });
      app(request, response);
    },
  );
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
        const cut = setTimeout(() => server.closeAllConnections(), drainMs);
        server.close((error) => {
          clearTimeout(cut);
          if (error) reject(error);
          else resolve();
        });
        server.closeIdleConnections();
      }),
  };
}
