import type { SessionView } from '../../src/contracts/session';
import type { WaitingRoomSettings } from '../../src/contracts/waitingRoom';
import { admitted, ALL_AT_ONCE, idOf, opened } from './room';

export const PRE_SALE = new Date(Date.now() + 86_400_000);

/** What the room should be: who is inside, who waits, in the order of their places, and who of them is silent. */
export class Model {
  readonly waiting: SessionView[] = [];
  readonly inside: SessionView[] = [];
  /** Not heard of for long; the next tick passes over them. */
  readonly silent = new Set<string>();
  /** Passed over. */
  readonly away = new Set<string>();
  /** Taken in, and not confirmed by the workflow yet. */
  readonly offered = new Set<string>();
  /** Those of them who were put back, and whom the next tick names at once. */
  readonly due = new Set<string>();
  readonly revisions = new Map<string, number>();
  opensAt = PRE_SALE;
  ready = true;

  constructor(
    readonly concertId: string,
    public capacity: number,
  ) {}

  get line(): SessionView[] {
    return this.waiting.filter((view) => !this.away.has(idOf(view)));
  }

  get isOpen(): boolean {
    return this.opensAt.getTime() < Date.now();
  }

  get settings(): Partial<WaitingRoomSettings> {
    return { capacity: this.capacity, saleOpensAt: this.opensAt, admissionsPerSecond: ALL_AT_ONCE };
  }

  /** What an operator is told who takes this fan in. */
  outOfTurn(view: SessionView): 'ALREADY' | 'NOT_READY' | 'NOT_OPEN' | 'FULL' | 'ADMITTED' {
    if (this.inside.includes(view)) return 'ALREADY';
    if (!this.ready) return 'NOT_READY';
    if (!this.isOpen) return 'NOT_OPEN';
    return this.inside.length < this.capacity ? 'ADMITTED' : 'FULL';
  }

  enter(view: SessionView): void {
    this.waiting.push(view);
    this.waiting.sort((a, b) => a.identity.place - b.identity.place);
  }

  takeIn(view: SessionView): void {
    this.drop(view);
    this.inside.push(view);
    this.offered.add(idOf(view));
  }

  drop(view: SessionView): void {
    for (const list of [this.waiting, this.inside]) {
      const index = list.findIndex((other) => idOf(other) === idOf(view));
      if (index >= 0) list.splice(index, 1);
    }
    for (const set of [this.offered, this.due, this.silent, this.away]) set.delete(idOf(view));
  }

  heardOf(view: SessionView): void {
    this.silent.delete(idOf(view));
    this.away.delete(idOf(view));
  }

  nextRevision(view: SessionView): number {
    const revision = (this.revisions.get(idOf(view)) ?? view.revision) + 1;
    this.revisions.set(idOf(view), revision);
    return revision;
  }

  /** What the workflow shows: one that has been taken in and does not know still waits. */
  viewOf(view: SessionView): SessionView {
    const revision = this.nextRevision(view);
    const waits = this.offered.has(idOf(view)) || !this.inside.includes(view);
    return waits ? { ...opened(view), revision } : admitted(view, revision);
  }
}
