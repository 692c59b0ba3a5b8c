import type { Request, Response } from 'express';
import { beginEventStream, isOpen } from './eventStream';
import { oneAtATime } from './oneAtATime';
import { Problem } from './problem';
import type { FollowedSeats } from './seatFeed';
import { isClosing } from './server';

/** Seconds; in case a change of the session was not told, and after a look that failed. */
const LOOK_AT_SESSION_EVERY = 15;

/** In the order in which a stream asks for them. */
export interface StreamedSeats {
  /** See `SessionChanges`. */
  subscribe(listener: () => void): Promise<() => void>;
  /** @throws Problem when the session may not see the seats, or cannot be read */
  checkAccess(): Promise<unknown>;
  /** See `SeatFeeds`. */
  follow(listener: () => void): Promise<FollowedSeats>;
}

/**
 * Sends the seats of a schedule, or what a client that comes back has missed, and then what changes, until the session is
 * over, the client is gone or the server closes. A slow reader gets what it missed in one event.
 * @throws Problem as `checkAccess`, or what `follow` and `subscribe` throw, before anything was sent
 */
export async function streamSeats(
  request: Request,
  response: Response,
  { subscribe, checkAccess, follow }: StreamedSeats,
): Promise<void> {
  let seats: FollowedSeats | undefined;
  let unsubscribe: (() => void) | undefined;
  /** The state that the client has. */
  let told = request.get('last-event-id') ?? null;

  function tell(): void {
    if (!seats || !response.headersSent || !isOpen(response) || response.writableNeedDrain) return;
    const event = seats.eventSince(told);
    told = seats.id();
    if (event) response.write(event);
  }

  async function lookAtSession(): Promise<void> {
    try {
      await checkAccess();
    } catch (error) {
      // Anything else may pass, and seats that somebody has seen once are no secret.
      const isOver = error instanceof Problem && ['QUEUE_TOKEN_EXPIRED', 'NOT_ADMITTED'].includes(error.code);
      if (isOver && isOpen(response)) response.end();
    }
  }

  const session = oneAtATime(lookAtSession, () => response.headersSent && isOpen(response));

  function stop(): void {
    seats?.leave();
    unsubscribe?.();
  }

  response.once('close', stop);
  try {
    // What changes after the look is told.
    unsubscribe = await subscribe(session.ask);
    await checkAccess();
    seats = await follow(tell);
  } catch (error) {
    stop();
    throw error;
  }
  // The client did not wait.
  if (!isOpen(response)) return stop();
  beginEventStream(response);
  if (request.method === 'HEAD' || isClosing(response)) {
    response.end();
    return;
  }
  const look = setInterval(session.ask, LOOK_AT_SESSION_EVERY * 1000);
  response.once('close', () => clearInterval(look));
  response.on('drain', tell);
  tell();
  session.resume();
}
