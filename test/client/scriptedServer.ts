import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Received {
  call: string;
  headers: IncomingHttpHeaders;
  body: string;
}

export interface Scripted {
  status: number;
  headers?: Record<string, string>;
  body?: string;
}

export interface ScriptedServer {
  baseUrl: string;
  received: Received[];
  close(): void;
}

/** Gives the answers in turn, the last one for ever, whatever is asked. */
export async function startScripted(answers: readonly Scripted[]): Promise<ScriptedServer> {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      const answer = answers[Math.min(received.length, answers.length - 1)];
      received.push({ call: `${request.method} ${request.url}`, headers: request.headers, body });
      response.writeHead(answer?.status ?? 500, answer?.headers).end(answer?.body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    baseUrl: `http://127.0.0.1:${port}`,
    received,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

export function json(status: number, body: object): Scripted {
  return { status, headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) };
}

/** A refusal as the API sends it. */
export function problem(status: number, code: string, headers: Record<string, string> = {}): Scripted {
  return {
    status,
    headers: { 'Content-Type': 'application/problem+json', ...headers },
    body: JSON.stringify({ status, code, detail: 'Do something else.' }),
  };
}

/** An event stream that ends after these events. */
export function events(...told: { id: string; data: object }[]): Scripted {
  const body = told.map(({ id, data }) => `event: session\nid: ${id}\ndata: ${JSON.stringify(data)}\n\n`);
  const headers = { 'Content-Type': 'text/event-stream' };
  return { status: 200, headers, body: ['retry: 2000\n\n', ...body, ':\n\n'].join('') };
}
