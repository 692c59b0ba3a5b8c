import type { Request, Response } from 'express';
import { isEnded } from '../contracts/states';
import { beginEventStream, isOpen } from './eventStream';
import { oneAtATime } from './oneAtATime';
import { Problem } from './problem';
import { isClosing } from './server';
import type { SessionSnapshot } from './sessionGateway';
import { sessionJson } from './sessionJson';

/** Seconds between two looks at the place of a fan who waits: nobody publishes places, every admission moves them all. */
const PLACE_EVERY = { least: 1, most: 5 };
/** Seconds; only in case a change was not told. */
const OTHERWISE_EVERY = 15;

export interface StreamedSession {
  read(): Promise<SessionSnapshot>;
  /** See `SessionChanges`. */
  subscribe(listener: () => void): Promise<() => void>;
}

/**
 * Sends a session's state, and again after each change, until it has ended, the client is gone or the server closes.
 * Only the latest state counts: changes in quick succession, or to a slow reader, may come as one event.
 * @throws Problem as `read` and `subscribe` do, before anything was sent
 */
export async function streamSession(
  request: Request,
  response: Response,
  { read, subscribe }: StreamedSession,
): Promise<void> {
  let told = '';
  let poll: NodeJS.Timeout | undefined;

  function lookAgainAfter(seconds: number): void {
    clearTimeout(poll);
    if (isOpen(response)) poll = setTimeout(state.ask, seconds * 1000);
  }

  function tell(snapshot: SessionSnapshot): void {
    const now = visible(snapshot);
    if (now !== told) response.write(eventOf(snapshot));
    told = now;
    if (isEnded(snapshot.view.state) || isClosing(response)) response.end();
    lookAgainAfter(secondsToNextLook(snapshot));
  }

  async function readAndTell(): Promise<void> {
    try {
      const snapshot = await read();
      if (isOpen(response)) tell(snapshot);
    } catch (error) {
      if (!isOpen(response)) return;
      // The session is gone altogether: the client reconnects and is told so. Anything else may pass.
      if (error instanceof Problem && error.code === 'QUEUE_TOKEN_EXPIRED') response.end();
      lookAgainAfter(PLACE_EVERY.most);
    }
  }

  const state = oneAtATime(
    readAndTell,
    () => response.headersSent && isOpen(response) && !response.writableNeedDrain,
  );

  const unsubscribe = await subscribe(state.ask);
  function stop(): void {
    unsubscribe();
    clearTimeout(poll);
  }
  response.once('close', stop);
  response.on('drain', state.resume);

  let first: SessionSnapshot;
  try {
    first = await read();
  } catch (error) {
    stop();
    throw error;
  }
  if (!isOpen(response)) {
    // The client did not wait: `close` may have come before we listened for it.
    stop();
    return;
  }
  const known = request.get('last-event-id') === idOf(first);
  if (known && isEnded(first.view.state)) {
    response.status(204).set('Cache-Control', 'no-store').end();
    return;
  }
  if (known) told = visible(first);
  beginEventStream(response);
  if (request.method === 'HEAD') response.end();
  else tell(first);
  // A change that was told while the first read was under way.
  state.resume();
}

/** The view's revision; while the session waits, with its place and with what keeps the room from admitting, if anything. */
function idOf({ view, position, ahead, waitingRoomState }: SessionSnapshot): string {
  const parts: unknown[] = [view.revision];
  if (position !== null) parts.push(ahead);
  if (waitingRoomState !== null && waitingRoomState !== 'OPEN') parts.push(waitingRoomState);
  return parts.join('.');
}

function eventOf(snapshot: SessionSnapshot): string {
  const json = JSON.stringify(sessionJson(snapshot));
  return `event: session\nid: ${idOf(snapshot)}\ndata: ${json}\n\n`;
}

/** What is worth an event when it changes: not the estimate, which changes all the time. */
function visible(snapshot: SessionSnapshot): string {
  return JSON.stringify(sessionJson({ ...snapshot, estimatedWaitSeconds: 0, pollAfterSeconds: 0 }));
}

function secondsToNextLook({ view, position, pollAfterSeconds }: SessionSnapshot): number {
  if (view.state !== 'WAITING') return OTHERWISE_EVERY;
  // Without a place there is none to look at, and before the sale the whole crowd is in that state.
  if (position === null) return pollAfterSeconds;
  return Math.min(Math.max(pollAfterSeconds, PLACE_EVERY.least), PLACE_EVERY.most);
}
