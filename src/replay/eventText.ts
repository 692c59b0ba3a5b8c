import { defaultPayloadConverter } from '@temporalio/common';
import type { History, Payload } from '@temporalio/common/lib/proto-utils';

export type HistoryEvent = NonNullable<History['events']>[number];

/** Seconds and nanoseconds as a protobuf has them, or as JSON does. */
interface Timestamp {
  seconds?: unknown;
  nanos?: number | null;
}

/** @returns epoch milliseconds, with fractions */
export function millisecondsOf(time: Timestamp | null | undefined): number {
  return Number(time?.seconds ?? 0) * 1000 + (time?.nanos ?? 0) / 1e6;
}

export function timeOf({ eventTime }: HistoryEvent): number {
  return millisecondsOf(eventTime);
}

/** @returns the value, or undefined where there is none or it is not JSON */
export function valueOf(payload: Payload | null | undefined): unknown {
  if (!payload) return undefined;
  try {
    return defaultPayloadConverter.fromPayload(payload);
  } catch {
    return undefined;
  }
}

/** What a local activity left in the history. */
export interface LocalStep {
  activity: string;
  /** Undefined when it failed. */
  value: unknown;
  /** Epoch milliseconds by the worker's clock. */
  completedAt: number;
}

export function localStepOf(event: HistoryEvent): LocalStep | null {
  const { details } = event.markerRecordedEventAttributes ?? {};
  const about = valueOf(details?.data?.payloads?.[0]) as
    { activity_type?: unknown; complete_time?: Timestamp } | undefined;
  if (typeof about?.activity_type !== 'string') return null;
  return {
    activity: about.activity_type,
    value: valueOf(details?.result?.payloads?.[0]),
    completedAt: about.complete_time ? millisecondsOf(about.complete_time) : timeOf(event),
  };
}

/** The id that `patched` was given. */
function patchOf(event: HistoryEvent): string | null {
  const marker = event.markerRecordedEventAttributes;
  const patch = valueOf(marker?.details?.['patch-data']?.payloads?.[0]) as { id?: unknown } | undefined;
  return typeof patch?.id === 'string' ? patch.id : null;
}

/** The name that the workflow's code gave to what an event records; null where it gave none. */
export function nameInCode(event: HistoryEvent): string | null {
  return (
    localStepOf(event)?.activity ??
    patchOf(event) ??
    event.activityTaskScheduledEventAttributes?.activityType?.name ??
    event.startChildWorkflowExecutionInitiatedEventAttributes?.workflowId ??
    event.signalExternalWorkflowExecutionInitiatedEventAttributes?.signalName ??
    null
  );
}

const KINDS: readonly (readonly [attributes: keyof HistoryEvent, kind: string])[] = [
  ['timerStartedEventAttributes', 'timer started'],
  ['timerCanceledEventAttributes', 'timer cancelled'],
  ['timerFiredEventAttributes', 'timer fired'],
  ['activityTaskScheduledEventAttributes', 'activity'],
  ['startChildWorkflowExecutionInitiatedEventAttributes', 'child workflow'],
  ['signalExternalWorkflowExecutionInitiatedEventAttributes', 'signal sent'],
  ['upsertWorkflowSearchAttributesEventAttributes', 'search attributes'],
  ['workflowPropertiesModifiedEventAttributes', 'memo'],
  ['workflowExecutionUpdateAcceptedEventAttributes', 'update accepted'],
  ['workflowExecutionUpdateCompletedEventAttributes', 'update answered'],
  ['workflowExecutionContinuedAsNewEventAttributes', 'continued as new'],
  ['workflowExecutionCompletedEventAttributes', 'end'],
  ['workflowExecutionFailedEventAttributes', 'failure'],
  ['workflowExecutionCanceledEventAttributes', 'end as cancelled'],
];

function kindOf(event: HistoryEvent): string {
  if (localStepOf(event)) return 'local activity';
  if (patchOf(event) !== null) return 'patch';
  return KINDS.find(([attributes]) => event[attributes])?.[1] ?? 'event of another kind';
}

/** An event in words, such as `event 9 (local activity: holdSeats)`. */
export function eventText(event: HistoryEvent): string {
  const summary = valueOf(event.userMetadata?.summary);
  const what = [nameInCode(event), summary].filter((part) => typeof part === 'string').join(', ');
  return `event ${Number(event.eventId)} (${kindOf(event)}${what ? `: ${what}` : ''})`;
}
