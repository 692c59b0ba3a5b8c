import { setTimeout as pause } from 'node:timers/promises';
import { WorkflowNotFoundError, WorkflowUpdateFailedError, type Client } from '@temporalio/client';
import type { ApplicationFailure } from '@temporalio/common';
import type { OperationMessage, OperatorAnswer, SessionOperation } from '../contracts/operatorActions';
import type { BatchTarget } from './batchTargets';

/** Actions under way at once: where workers are slower than the rate, the batch waits for them instead of their fans for it. */
const AT_ONCE = 20;
/** For one action. A server ends an update's wait at 20 s; the client asks again. Milliseconds. */
const PATIENCE_MS = 30_000;
const LOOK_EVERY_MS = 250;

/** What became of one session; `detail` says why it was refused or failed. */
export interface BatchOutcome {
  sessionId: string;
  workflowId: string;
  outcome: 'DONE' | 'DONE_BEFORE' | 'REFUSED' | 'FAILED';
  detail: string | null;
}

export interface BatchProgress {
  total: number;
  outcomes: BatchOutcome[];
  /** Milliseconds since the first was sent. */
  tookMs: number;
}

/** An operator's message, with the batch's id. */
export type BatchMessage = OperationMessage & { actionId: string };

/**
 * Sends one session after the other what an operator wants, and waits for its answer. Each action carries the batch's id,
 * as the update's id and as the action's: a session that has taken it answers the same again and does nothing.
 *
 * Rejected: signals, which are taken without an answer, so that what became of each has to be looked up (200 were sent after
 * 4.6 s, when 69 had taken effect); and Temporal's own batch, which sends signals too, says that all 200 are complete when 38
 * have taken effect, and cannot be repeated. Neither was faster in the end: docs/ops-command-line.md.
 * @param rate sessions a second at most
 * @param stopped asked between sessions: true sends no more, and waits for those under way
 */
export async function runBatch(
  client: Client,
  {
    targets,
    operation,
    message,
    rate,
  }: {
    targets: readonly BatchTarget[];
    operation: SessionOperation;
    message: BatchMessage;
    rate: number;
  },
  stopped: () => boolean,
  progress: (sofar: BatchProgress) => void,
): Promise<BatchProgress> {
  const startedAt = Date.now();
  const outcomes: BatchOutcome[] = [];
  const sofar = (): BatchProgress => ({ total: targets.length, outcomes, tookMs: Date.now() - startedAt });
  const underWay = new Set<Promise<void>>();
  let nextAt = startedAt;
  for (const target of targets) {
    while (!stopped() && (underWay.size >= AT_ONCE || Date.now() < nextAt)) {
      const due = pause(Math.min(LOOK_EVERY_MS, Math.max(1, nextAt - Date.now())));
      await (underWay.size >= AT_ONCE ? Promise.race([...underWay, due]) : due);
    }
    if (stopped()) break;
    // What was lost by waiting is not made up for by a burst.
    nextAt = Math.max(nextAt, Date.now() - LOOK_EVERY_MS) + 1000 / rate;
    const one = act(client, target, operation, message, startedAt).then((outcome) => {
      outcomes.push(outcome);
      underWay.delete(one);
      progress(sofar());
    });
    underWay.add(one);
  }
  await Promise.all(underWay);
  return sofar();
}

/** Never rejects: one session that does not answer is no reason to leave out the others. */
async function act(
  client: Client,
  { workflowId, runId, sessionId }: BatchTarget,
  operation: SessionOperation,
  message: BatchMessage,
  startedAt: number,
): Promise<BatchOutcome> {
  const ended = (outcome: BatchOutcome['outcome'], detail: string | null = null): BatchOutcome => ({
    ...{ sessionId, workflowId, outcome, detail },
  });
  try {
    const { at } = await client.withDeadline(Date.now() + PATIENCE_MS, () =>
      client.workflow
        .getHandle(workflowId, runId)
        .executeUpdate<OperatorAnswer, [OperationMessage]>(operation, {
          updateId: message.actionId,
          args: [{ ...message, sessionId }],
        }),
    );
    // By the worker's clock; one that is ahead only makes an earlier answer a later one.
    return ended(Date.parse(at) < startedAt - CLOCKS_DIFFER_MS ? 'DONE_BEFORE' : 'DONE');
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return ended('REFUSED', 'The session has ended.');
    if (error instanceof WorkflowUpdateFailedError) {
      const { type, message } = error.cause as ApplicationFailure;
      return ended('REFUSED', type ? `${type}: ${message}` : message);
    }
    return ended('FAILED', error instanceof Error ? error.message : String(error));
  }
}

const CLOCKS_DIFFER_MS = 1_000;

/** How many came to each outcome. */
export function countOutcomes(
  outcomes: readonly BatchOutcome[],
): Partial<Record<BatchOutcome['outcome'], number>> {
  const counts: Partial<Record<BatchOutcome['outcome'], number>> = {};
  for (const { outcome } of outcomes) counts[outcome] = (counts[outcome] ?? 0) + 1;
  return counts;
}

/** Why sessions were refused or failed: how many for each reason. */
export function countReasons(outcomes: readonly BatchOutcome[]): Record<string, number> {
  const reasons: Record<string, number> = {};
  for (const { outcome, detail } of outcomes) {
    if (detail === null) continue;
    const reason = `${outcome}: ${detail}`;
    reasons[reason] = (reasons[reason] ?? 0) + 1;
  }
  return reasons;
}

/** One line of progress. */
export function progressText({ total, outcomes, tookMs }: BatchProgress): string {
  const of = (...which: BatchOutcome['outcome'][]): number =>
    outcomes.filter(({ outcome }) => which.includes(outcome)).length;
  const done = `${of('DONE', 'DONE_BEFORE')} done, ${of('REFUSED')} refused, ${of('FAILED')} failed`;
  const perSecond = outcomes.length / Math.max(0.001, tookMs / 1000);
  const left = perSecond > 0 ? `, ${Math.ceil((total - outcomes.length) / perSecond)} s to go` : '';
  return `${outcomes.length} of ${total}: ${done}; ${perSecond.toFixed(1)}/s${left}`;
}
