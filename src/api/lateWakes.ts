import type { SessionReference } from './sessionGateway';

/** Sessions whose workflow sleeps although something happened, and is to be woken unless it wakes before. */
export interface LateWakes {
  /** After a while this session's workflow is woken. */
  plan(session: SessionReference): void;
  /** It has woken. */
  forget(session: Pick<SessionReference, 'sessionId'>): void;
  /** Nobody is woken any more. */
  stop(): void;
}

/**
 * Kept in this process only: when it ends, or another process takes the next step, the session's first workflow task comes by
 * itself, with whatever is asked next or before its hold can run out. So nothing depends on it but when operators see the hold.
 * @param afterMs milliseconds
 * @param wake must not reject
 */
export function createLateWakes(
  afterMs: number,
  wake: (session: SessionReference) => Promise<void>,
): LateWakes {
  const planned = new Map<string, NodeJS.Timeout>();
  let stopped = false;

  function forget({ sessionId }: Pick<SessionReference, 'sessionId'>): void {
    clearTimeout(planned.get(sessionId));
    planned.delete(sessionId);
  }

  return {
    forget,

    plan(session) {
      if (stopped) return;
      forget(session);
      const timer = setTimeout(() => {
        planned.delete(session.sessionId);
        void wake(session);
      }, afterMs);
      planned.set(session.sessionId, timer.unref());
    },

    stop() {
      stopped = true;
      for (const timer of planned.values()) clearTimeout(timer);
      planned.clear();
    },
  };
}
