import { limitKey } from '../queue/keys';
import type { SharedCounts } from '../queue/sharedCounts';

/** So many requests in so much time, for each address or each user. */
export interface LimitPolicy {
  name: string;
  most: number;
  windowMs: number;
}

/** One caller in the present window. */
export interface Standing {
  /** Requests so far, this one included. */
  total: number;
  /** Until the window ends. Milliseconds. */
  leftMs: number;
}

interface Entry {
  who: string;
  /** All that were counted in this process. */
  own: number;
  /** Those of all processes, as far as they are known here. */
  total: number;
  /** Those that Redis has not been told of. */
  untold: number;
  isDue: boolean;
}

/** A process tells Redis of a caller's requests when they are so much of the limit. */
const TOLD_AT = 0.1;

/**
 * Counts requests in windows that begin at the same time for everybody. A request is counted here, and Redis is told
 * later: a caller is told of only once they have made a tenth of what they may, so that fans who poll as they should cost
 * Redis nothing. Of n processes each may thus let through up to a tenth too much before it hears of the others.
 *
 * What is counted at one process stays counted when Redis is away or has lost its memory.
 */
export class LimitWindow {
  private window = -1;
  private entries = new Map<string, Entry>();
  private due: Entry[] = [];
  private readonly toldAt: number;

  constructor(
    readonly policy: LimitPolicy,
    private readonly counts: SharedCounts,
    private readonly now: () => number = Date.now,
  ) {
    this.toldAt = Math.max(1, Math.floor(policy.most * TOLD_AT));
  }

  /** Counts a request by what is known here. */
  take(who: string): Standing {
    const entry = this.count(who);
    if (entry.untold >= this.toldAt && !entry.isDue) {
      entry.isDue = true;
      this.due.push(entry);
    }
    return this.standing(entry);
  }

  /**
   * Counts a request, and from a tenth of the limit on in Redis, request by request, so that processes agree; by what is
   * known here where Redis does not answer.
   * @returns a promise only where Redis is asked
   */
  takeShared(who: string): Standing | Promise<Standing> {
    const entry = this.count(who);
    const { total } = entry;
    // Who is beyond the limit is so whatever the others say: their refusals cost Redis nothing.
    if (total < this.toldAt || total > this.policy.most) return this.standing(entry);
    // Its own number, not that of those who came while Redis was asked.
    return this.tell([entry]).then(([known = 0]) => this.standing({ total: Math.max(total, known) }));
  }

  /** Tells Redis of the callers that are due, and learns of what they did elsewhere. */
  async exchange(): Promise<void> {
    this.turn();
    if (this.due.length === 0 || !this.counts.available()) return;
    const entries = this.due;
    this.due = [];
    for (const entry of entries) entry.isDue = false;
    await this.tell(entries);
  }

  private count(who: string): Entry {
    this.turn();
    let entry = this.entries.get(who);
    if (!entry) this.entries.set(who, (entry = { who, own: 0, total: 0, untold: 0, isDue: false }));
    entry.own += 1;
    entry.total += 1;
    entry.untold += 1;
    return entry;
  }

  /** What was counted in the last window is of no use any more. */
  private turn(): void {
    const window = Math.floor(this.now() / this.policy.windowMs);
    if (window === this.window) return;
    this.window = window;
    this.entries = new Map();
    this.due = [];
  }

  /** @returns what each is by Redis; nothing where Redis does not answer */
  private async tell(entries: readonly Entry[]): Promise<number[]> {
    if (!this.counts.available()) return [];
    const { name, windowMs } = this.policy;
    // Clocks differ: the counter outlives its window by another.
    const additions = entries.map(({ who, untold }) => ({
      ...{ key: limitKey(name, who, this.window), by: untold },
      keepMs: 2 * windowMs,
    }));
    for (const entry of entries) entry.untold = 0;
    const totals = await this.counts.add(additions);
    entries.forEach((entry, i) => {
      if (totals) entry.total = Math.max(entry.own, (totals[i] ?? 0) + entry.untold);
    });
    return totals ?? [];
  }

  private standing({ total }: Pick<Entry, 'total'>): Standing {
    const { windowMs } = this.policy;
    return { total, leftMs: windowMs - (this.now() % windowMs) };
  }
}
