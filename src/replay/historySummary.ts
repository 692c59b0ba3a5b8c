import type { History } from '@temporalio/common/lib/proto-utils';
import { timeOf, valueOf, type HistoryEvent } from './eventText';

/** What one history is about, without what is in it. */
export interface HistorySummary {
  /** The workflow's type, such as `session`. */
  type: string;
  /** The build that completed the last workflow task: a deployment's build id, else the checksum of the worker's code. */
  build: string | null;
  /**
   * How it ended in the words of its result (`CONFIRMED`, `EXPIRED`, `CANCELED` …), or `COMPLETED` where the result names
   * none; else what Temporal made of it: `OPEN`, `CONTINUED_AS_NEW`, `FAILED`, `WORKFLOW_CANCELED`, `TERMINATED`, `TIMED_OUT`.
   */
  outcome: string;
  events: number;
  startedAt: string;
  /** Null while it is open. */
  closedAt: string | null;
}

function textOf(event: HistoryEvent): string {
  return new Date(timeOf(event)).toISOString();
}

function outcomeOfResult(event: HistoryEvent): string {
  const [payload] = event.workflowExecutionCompletedEventAttributes?.result?.payloads ?? [];
  const result = valueOf(payload);
  if (typeof result !== 'object' || result === null) return 'COMPLETED';
  const { state, outcome } = result as { state?: unknown; outcome?: unknown };
  return [state, outcome].find((word): word is string => typeof word === 'string') ?? 'COMPLETED';
}

function outcomeOf(last: HistoryEvent): string {
  if (last.workflowExecutionCompletedEventAttributes) return outcomeOfResult(last);
  if (last.workflowExecutionContinuedAsNewEventAttributes) return 'CONTINUED_AS_NEW';
  if (last.workflowExecutionFailedEventAttributes) return 'FAILED';
  if (last.workflowExecutionCanceledEventAttributes) return 'WORKFLOW_CANCELED';
  if (last.workflowExecutionTerminatedEventAttributes) return 'TERMINATED';
  if (last.workflowExecutionTimedOutEventAttributes) return 'TIMED_OUT';
  return 'OPEN';
}

function buildOf(events: readonly HistoryEvent[]): string | null {
  for (let i = events.length - 1; i >= 0; i--) {
    const completed = events[i]?.workflowTaskCompletedEventAttributes;
    if (!completed) continue;
    const { deploymentVersion, workerVersion, binaryChecksum } = completed;
    return deploymentVersion?.buildId || workerVersion?.buildId || binaryChecksum || null;
  }
  return null;
}

/**
 * @param history with at least its first event
 * @throws Error for a history that does not begin with the start of a workflow
 */
export function summaryOf(history: History): HistorySummary {
  const events = history.events ?? [];
  const [first] = events;
  const last = events.at(-1);
  const type = first?.workflowExecutionStartedEventAttributes?.workflowType?.name;
  if (!first || !last || !type) throw new Error('it does not begin with the start of a workflow');
  const outcome = outcomeOf(last);
  return {
    type,
    build: buildOf(events),
    outcome,
    events: events.length,
    startedAt: textOf(first),
    closedAt: outcome === 'OPEN' ? null : textOf(last),
  };
}
