import { Agent, request } from 'node:http';
import type { Credentials } from '../queue/line';

/** One open event stream. */
export interface OpenStream {
  /** Whether the server or the network ended it. */
  ended(): boolean;
  close(): void;
}

const OPEN_WITHIN_MS = 30_000;
/** A connection for each: none is shared or kept. */
const agent = new Agent({ keepAlive: false, maxSockets: Infinity });

/**
 * Opens a stream and reads it until it is closed.
 * @param onEvent gets each event's name and data
 * @returns after its first event
 * @throws Error when it is refused, or tells nothing within 30 s
 */
export async function openStream(
  url: string,
  fan: Credentials,
  onEvent: (name: string, data: string) => void,
): Promise<OpenStream> {
  return await new Promise((resolve, reject) => {
    let ended = false;
    const call = request(url, {
      agent,
      headers: { Authorization: `Bearer ${fan.key}`, 'Queue-Token': fan.token },
    });
    const late = setTimeout(() => call.destroy(new Error(`${url} tells nothing`)), OPEN_WITHIN_MS);
    const stream: OpenStream = {
      ended: () => ended,
      close() {
        clearTimeout(late);
        call.destroy();
      },
    };
    call.on('error', (error) => {
      ended = true;
      reject(error);
    });
    call.on('response', (response) => {
      if (response.statusCode !== 200) return call.destroy(new Error(`${url}: ${response.statusCode}`));
      response.setEncoding('utf8');
      const take = eventReader((name, data) => {
        clearTimeout(late);
        resolve(stream);
        onEvent(name, data);
      });
      response.on('data', take);
      response.on('close', () => (ended = true));
      response.on('error', () => (ended = true));
    });
    call.end();
  });
}

/** Puts pieces of text together to events. */
function eventReader(onEvent: (name: string, data: string) => void): (text: string) => void {
  let begun = '';
  return (text) => {
    const blocks = (begun + text).split('\n\n');
    begun = blocks.pop() ?? '';
    for (const block of blocks) {
      const name = /^event: (.*)$/m.exec(block)?.[1];
      if (name !== undefined) onEvent(name, /^data: (.*)$/m.exec(block)?.[1] ?? '');
    }
  };
}
