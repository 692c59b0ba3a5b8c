import type { Response } from 'express';

/** Shorter than the idle limits of common proxies. Milliseconds. */
const HEARTBEAT_MS = 15_000;
/** How long a client waits before it reconnects. Milliseconds. */
const RETRY_MS = 2_000;
/** The same for one whose place was taken by a newer stream of its session. Milliseconds. */
const RETRY_AFTER_NEWER_MS = 60_000;

/**
 * Sends the headers of an event stream, and a heartbeat while it is open. A client that takes nothing between two
 * heartbeats, with its buffer full, is cut off.
 */
export function beginEventStream(response: Response): void {
  response.status(200).set({
    'Content-Type': 'text/event-stream; charset=utf-8',
    'Cache-Control': 'no-store',
    'X-Accel-Buffering': 'no',
  });
  response.write(`retry: ${RETRY_MS}\n\n`);
  let late = false;
  const heartbeat = setInterval(() => {
    // A client that took nothing for so long is gone, or as good as.
    if (response.writableNeedDrain && late) response.destroy();
    late = response.writableNeedDrain;
    if (!late && isOpen(response)) response.write(':\n\n');
  }, HEARTBEAT_MS);
  response.once('close', () => clearInterval(heartbeat));
}

export function isOpen(response: Response): boolean {
  return !response.destroyed && !response.closed && !response.writableEnded;
}

/** @param last is sent with the end */
function endOrCutOff(response: Response, last = ''): void {
  if (response.headersSent && isOpen(response)) response.end(last);
  else response.destroy();
}

/** Ends a stream whose API key no longer works: its client comes back, and is told so. */
export function endForRefusedKey(response: Response): void {
  endOrCutOff(response);
}

/** Ends a stream in favour of a newer one: its client is asked not to come back at once, which would end that one in turn. */
export function endForNewer(response: Response): void {
  endOrCutOff(response, `retry: ${RETRY_AFTER_NEWER_MS}\n\n`);
}
