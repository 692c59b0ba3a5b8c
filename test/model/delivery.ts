import { uuidv7 } from 'uuidv7';
import type { SessionContext } from '../../src/contracts/activities';
import type { SessionIdentity } from '../../src/contracts/session';
import { expectAgreement } from './comparison';
import { heldBy, type Answer, type ReservationModel, type SaleModel } from './saleModel';
import { perform, predict, type Deciders, type Step } from './steps';

/**
 * How a step reaches PostgreSQL: once; twice, because its answer was lost; or late, because it hung while the workflow's
 * memory of it died with a worker: then it arrives any time later, or never.
 */
export const DELIVERIES = ['once', 'twice', 'late'] as const;
export type Delivery = (typeof DELIVERIES)[number];

/** One history under way: the model, and what workflows and messages in flight remember. */
export interface Play {
  sale: SaleModel;
  fans: string[];
  /** The latest visit of each fan. */
  visits: Map<string, Visit>;
  /** Every step there was, each of which may arrive again. */
  sent: Step[];
  /** How often each step was answered with each code. */
  tally: Map<string, number>;
}

/** What the workflow of a session remembers. */
export interface Visit {
  identity: SessionIdentity;
  admittedAt: number | null;
  revision: number;
  /** Never given again, even where the workflow has forgotten the attempt. */
  lastNumber: number;
  /** The last attempt that the workflow knows of. */
  attempt: number;
  /** The hold in force, as far as the workflow knows. */
  held: number;
}

const VISIT_MS = 600_000;

export function newVisit({ sale }: Play, userId: string, admitted: boolean): Visit {
  const joinedAt = Date.now();
  const positionAtEntry = admitted ? 0 : 1;
  const identity = {
    sessionId: uuidv7(),
    concertId: sale.concertId,
    userId,
    place: joinedAt,
    positionAtEntry,
  };
  return {
    identity: { ...identity, joinedAt },
    admittedAt: admitted ? joinedAt : null,
    revision: 0,
    lastNumber: 0,
    attempt: 0,
    held: 0,
  };
}

/** What the next step of the visit tells PostgreSQL of its session. */
export function nextContext(visit: Visit): SessionContext {
  const { identity, admittedAt } = visit;
  const admittedUntil = admittedAt === null ? null : admittedAt + VISIT_MS;
  const expiresAt = admittedUntil ?? identity.joinedAt + VISIT_MS;
  return { identity, admittedAt, admittedUntil, expiresAt, revision: ++visit.revision };
}

/** The fan's visit, while it lasts. */
export function openVisit({ sale, visits }: Play, userId: string): Visit | undefined {
  const visit = visits.get(userId);
  return visit && !sale.sessions.get(visit.identity.sessionId)?.end ? visit : undefined;
}

export function heldIn({ sale }: Play, visit: Visit): ReservationModel | undefined {
  const session = sale.sessions.get(visit.identity.sessionId);
  return session && heldBy(sale, session);
}

/** @returns the answer, which is the one that the model gives; null when the step is still on its way */
export async function deliver(
  play: Play,
  deciders: Deciders,
  step: Step,
  delivery: Delivery,
): Promise<Answer | null> {
  play.sent.push(step);
  if (delivery === 'late') return null;
  const answer = await arrive(play, deciders, step);
  if (delivery === 'twice') {
    const again = await arrive(play, deciders, step);
    // Whether it was a repetition is the one thing that a repetition may say.
    expect({ again: { ...again, replayed: null } }).toEqual({ again: { ...answer, replayed: null } });
  }
  return answer;
}

/** The step reaches PostgreSQL: the answer, every row and the audit are as they should be. */
export async function arrive({ sale, tally }: Play, deciders: Deciders, step: Step): Promise<Answer> {
  const answer = await perform(deciders, step);
  expect({ step: step.kind, answer }).toEqual({ step: step.kind, answer: predict(sale, step, answer) });
  const outcome = `${step.kind}: ${answer.code}`;
  tally.set(outcome, (tally.get(outcome) ?? 0) + 1);
  await expectAgreement(deciders.db, sale);
  return answer;
}
