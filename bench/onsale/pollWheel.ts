/** Many who ask again after some time, each after a time of their own, with one timer and few requests at once. */
export interface PollWheel<T> {
  /** @param afterMs from now until `one` is to ask */
  add(one: T, afterMs: number): void;
  /** The longest that somebody had to wait beyond the time they were to ask at. Milliseconds. */
  mostLateMs(): number;
  /** Starts no more; waits for those under way. */
  stop(): Promise<void>;
}

const TURN_EVERY_MS = 50;

/**
 * @param ask must not reject; answers after how many milliseconds the same one asks again, null: not by itself
 * @param width most requests at once
 */
export function createPollWheel<T>(ask: (one: T) => Promise<number | null>, width: number): PollWheel<T> {
  /** By the number of the turn in which they are due. */
  const slots = new Map<number, T[]>();
  /** Slots whose turn has come, the oldest first, and how far the first of them is done. */
  const due: { turn: number; all: T[] }[] = [];
  let done = 0;
  const underWay = new Set<Promise<void>>();
  let mostLateMs = 0;
  const turnNow = (): number => Math.floor(performance.now() / TURN_EVERY_MS);
  let lastTurn = turnNow();
  let stopped = false;

  function add(one: T, afterMs: number): void {
    const turn = Math.max(Math.ceil((performance.now() + afterMs) / TURN_EVERY_MS), lastTurn + 1);
    const slot = slots.get(turn);
    if (slot) slot.push(one);
    else slots.set(turn, [one]);
  }

  function next(): { one: T; turn: number } | null {
    const first = due[0];
    if (!first) return null;
    const one = first.all[done++] as T;
    if (done === first.all.length) {
      due.shift();
      done = 0;
    }
    return { one, turn: first.turn };
  }

  function begin(): void {
    while (!stopped && underWay.size < width) {
      const found = next();
      if (!found) return;
      mostLateMs = Math.max(mostLateMs, performance.now() - found.turn * TURN_EVERY_MS);
      const asking = ask(found.one).then((afterMs) => {
        underWay.delete(asking);
        if (afterMs !== null) add(found.one, afterMs);
        begin();
      });
      underWay.add(asking);
    }
  }

  const timer = setInterval(() => {
    const now = turnNow();
    for (; lastTurn < now; lastTurn++) {
      const all = slots.get(lastTurn + 1);
      if (all) due.push({ turn: lastTurn + 1, all });
      slots.delete(lastTurn + 1);
    }
    begin();
  }, TURN_EVERY_MS);

  return {
    add,
    mostLateMs: () => mostLateMs,
    async stop() {
      stopped = true;
      clearInterval(timer);
      await Promise.all(underWay);
    },
  };
}
