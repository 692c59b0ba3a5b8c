import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** How PostgreSQL ends every answer outside a transaction block: ReadyForQuery, idle. By then the commit is done. */
const READY_FOR_QUERY = Buffer.from('5a0000000549', 'hex');

/** Stands between a client and PostgreSQL, and can lose exactly the reply that matters. */
export interface ReplyHolder {
  /** The server's address through it. */
  url: string;
  /**
   * Keeps back the reply to the next statement with this text.
   * @returns once PostgreSQL has given the whole reply, so that its transaction is over and nobody knows
   */
  keepReplyTo(text: string): Promise<void>;
  /** Drops every connection, with what was kept back, and takes no new ones until `mend`. */
  cut(): void;
  mend(): void;
  close(): Promise<void>;
}

/** @param serverUrl a `postgres://` address without TLS */
export async function startReplyHolder(serverUrl: string): Promise<ReplyHolder> {
  const { hostname, port } = new URL(serverUrl);
  const sockets = new Set<Socket>();
  let isCut = false;
  let wanted: { text: string; arrived: () => void } | null = null;

  function pass(client: Socket): void {
    if (isCut) return void client.destroy();
    const server = connect(Number(port), hostname);
    let kept: { arrived: () => void } | null = null;
    for (const socket of [client, server]) {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        sockets.delete(socket);
        client.destroy();
        server.destroy();
      });
    }
    client.on('data', (chunk) => {
      if (wanted && chunk.includes(wanted.text)) {
        kept = wanted;
        wanted = null;
      }
      server.write(chunk);
    });
    server.on('data', (chunk) => {
      if (!kept) client.write(chunk);
      else if (chunk.subarray(-READY_FOR_QUERY.length).equals(READY_FOR_QUERY)) kept.arrived();
    });
  }

  const listener = createServer(pass);
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
  const url = new URL(serverUrl);
  url.port = String((listener.address() as AddressInfo).port);
  function cut(): void {
    isCut = true;
    for (const socket of sockets) socket.destroy();
  }
  return {
    url: url.href,
    keepReplyTo: (text) => new Promise((resolve) => (wanted = { text, arrived: resolve })),
    cut,
    mend: () => void (isCut = false),
    async close() {
      cut();
      await new Promise((resolve) => listener.close(resolve));
    },
  };
}
