import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/**
 * Cuts clients that do not read: an answer that is complete here and not taken within the time, or an event stream whose
 * buffer stays full for so long. Each would keep its memory for as long as its client likes; Node's own timeouts end with the
 * request, and that of a socket counts anew with each byte.
 *
 * Looks at all connections a few times within the time: a timer for each answer would be dearer than the answer.
 * @param latest the latest response of each connection
 * @param takenMs how long a client may take; up to a quarter more, since it is looked at so often
 * @returns ends it
 */
export function cutSlowReaders(
  latest: ReadonlyMap<Socket, { response: ServerResponse | null }>,
  takenMs: number,
): () => void {
  const since = new WeakMap<ServerResponse, number>();

  function look(): void {
    const now = performance.now();
    for (const [socket, { response }] of latest) {
      if (!response || !isStuck(response)) {
        if (response) since.delete(response);
        continue;
      }
      const began = since.get(response);
      if (began === undefined) since.set(response, now);
      else if (now - began >= takenMs) socket.destroy();
    }
  }

  const timer = setInterval(look, Math.max(takenMs / 4, 10)).unref();
  return () => clearInterval(timer);
}

function isStuck(response: ServerResponse): boolean {
  if (response.closed) return false;
  return response.writableEnded ? !response.writableFinished : response.writableNeedDrain;
}
