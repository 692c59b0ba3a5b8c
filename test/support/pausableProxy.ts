import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** Stands between a program and a server, and can be the outage: silent, as a network that hangs, or refusing. */
export interface PausableProxy {
  host: string;
  port: number;
  /** Passes nothing on any more, on old and new connections, and refuses nobody. */
  hang(): void;
  /** Drops every connection and takes no new ones. */
  refuse(): Promise<void>;
  /** As at first. Connections that hung are dropped: what they waited for is no longer wanted. */
  mend(): Promise<void>;
  close(): Promise<void>;
}

export async function startPausableProxy(to: { host: string; port: number }): Promise<PausableProxy> {
  const sockets = new Set<Socket>();
  let hanging = false;
  const server = createServer((client) => {
    const upstream = connect(to.port, to.host);
    for (const [from, into] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      sockets.add(from);
      from.on('data', (chunk) => void (hanging || into.write(chunk)));
      from.on('error', () => undefined);
      from.on('close', () => {
        sockets.delete(from);
        if (!hanging) into.destroy();
      });
    }
  });
  async function listen(port: number): Promise<void> {
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
  }
  function drop(): void {
    for (const socket of sockets) socket.destroy();
  }
  async function stopListening(): Promise<void> {
    if (!server.listening) return;
    const closed = once(server, 'close');
    server.close();
    drop();
    await closed;
  }

  await listen(0);
  const { port } = server.address() as AddressInfo;
  return {
    ...{ host: '127.0.0.1', port },
    hang: () => void (hanging = true),
    refuse: stopListening,
    async mend() {
      hanging = false;
      drop();
      if (!server.listening) await listen(port);
    },
    close: stopListening,
  };
}
