import { defaultPayloadConverter } from '@temporalio/common';
import type { History, Payload } from '@temporalio/common/lib/proto-utils';

export type HistoryEvent = NonNullable<History['events']>[number];

/** @returns the value, or undefined where there is none or it is not JSON */
export function valueOf(payload: Payload | null | undefined): unknown {
  if (!payload) return undefined;
  try {
    return defaultPayloadConverter.fromPayload(payload);
  } catch {
    return undefined;
  }
}

/** What a local activity or a patch left in the history. */
export function markerOf(event: HistoryEvent): { name: string; value: unknown } | null {
  const marker = event.markerRecordedEventAttributes;
  if (!marker) return null;
  const details = valueOf(marker.details?.data?.payloads?.[0]) as Record<string, unknown> | undefined;
  const name = details?.activity_type ?? valueOf(marker.details?.['patch-data']?.payloads?.[0]);
  const id = typeof name === 'object' && name !== null ? (name as { id?: unknown }).id : name;
  return {
    name: typeof id === 'string' ? id : (marker.markerName ?? ''),
    value: valueOf(marker.details?.result?.payloads?.[0]),
  };
}

/** The name that the workflow's code gave to what an event records; null where it gave none. */
export function nameInCode(event: HistoryEvent): string | null {
  return (
    markerOf(event)?.name ??
    event.activityTaskScheduledEventAttributes?.activityType?.name ??
    event.startChildWorkflowExecutionInitiatedEventAttributes?.workflowId ??
    event.signalExternalWorkflowExecutionInitiatedEventAttributes?.signalName ??
    null
  );
}

const KINDS: readonly (readonly [attributes: keyof HistoryEvent, kind: string])[] = [
  ['timerStartedEventAttributes', 'a timer is started'],
  ['timerCanceledEventAttributes', 'a timer is cancelled'],
  ['timerFiredEventAttributes', 'a timer fires'],
  ['activityTaskScheduledEventAttributes', 'an activity is asked for'],
  ['markerRecordedEventAttributes', 'a local activity or a patch is recorded'],
  ['startChildWorkflowExecutionInitiatedEventAttributes', 'a child workflow is started'],
  ['signalExternalWorkflowExecutionInitiatedEventAttributes', 'a signal is sent'],
  ['upsertWorkflowSearchAttributesEventAttributes', 'search attributes are written'],
  ['workflowPropertiesModifiedEventAttributes', 'the memo is written'],
  ['workflowExecutionUpdateAcceptedEventAttributes', 'an update is accepted'],
  ['workflowExecutionUpdateCompletedEventAttributes', 'an update is answered'],
  ['workflowExecutionContinuedAsNewEventAttributes', 'it continues as new'],
  ['workflowExecutionCompletedEventAttributes', 'it ends'],
  ['workflowExecutionFailedEventAttributes', 'it fails'],
  ['workflowExecutionCanceledEventAttributes', 'it ends as cancelled'],
];

/** An event in words, such as `event 9 (a local activity or a patch is recorded: holdSeats)`. */
export function eventText(event: HistoryEvent): string {
  const kind = KINDS.find(([attributes]) => event[attributes])?.[1] ?? 'another event';
  const summary = valueOf(event.userMetadata?.summary);
  const what = [nameInCode(event), summary].filter((part) => typeof part === 'string').join(', ');
  return `event ${Number(event.eventId)} (${kind}${what ? `: ${what}` : ''})`;
}
