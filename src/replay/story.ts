import { localStepOf, timeOf, valueOf, type HistoryEvent } from './eventText';
import type { RecordedHistory } from './historyFile';
import { summaryOf } from './historySummary';

/** One line of a workflow's story. */
export interface StoryLine {
  /** Epoch milliseconds. */
  at: number;
  /** Who: the fan or an operator by a message, time by a timer, or the system. */
  who: 'message' | 'time' | 'system';
  text: string;
}

function plain(value: unknown): string {
  if (value === undefined || value === null) return '';
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > 300 ? `${text.slice(0, 297)}…` : text;
}

interface Seats {
  seats?: { seatNumber: string }[];
  amount?: number;
  expiresAt?: number;
}

/** Seats, amount and deadline where there are any, instead of all of an answer. */
function answerText(value: unknown): string {
  const { seats, amount, expiresAt } = (typeof value === 'object' && value !== null ? value : {}) as Seats;
  if (!Array.isArray(seats) || amount === undefined) return plain(value);
  const until = expiresAt === undefined ? '' : `, until ${new Date(expiresAt).toISOString()}`;
  return `seats ${seats.map(({ seatNumber }) => seatNumber).join(', ')} for ${amount}${until}`;
}

/** What a message asks for, without the session it names, which is this one. */
function requestText(value: unknown): string {
  if (typeof value !== 'object' || value === null) return plain(value);
  const asked = Object.entries(value)
    .filter(([name]) => name !== 'sessionId' && name !== 'paymentKey')
    .map(([name, what]): [string, unknown] => [name, name === 'hold' ? answerText(what) : what]);
  return asked.length > 0 ? plain(Object.fromEntries(asked)) : '';
}

interface Failure {
  message?: string | null;
  applicationFailureInfo?: { type?: string | null } | null;
}

function failureText({ message, applicationFailureInfo }: Failure): string {
  return [applicationFailureInfo?.type, message].filter(Boolean).join(': ');
}

function summary(event: HistoryEvent): string {
  return plain(valueOf(event.userMetadata?.summary));
}

function line(event: HistoryEvent, who: StoryLine['who'], ...parts: string[]): StoryLine {
  return { at: timeOf(event), who, text: parts.filter(Boolean).join(' ') };
}

/** A timer as the one who set it named it. */
function timers(events: readonly HistoryEvent[]): ReadonlyMap<string, HistoryEvent> {
  return new Map(events.map((event) => [event.timerStartedEventAttributes?.timerId ?? '', event]));
}

function started(event: HistoryEvent): StoryLine | null {
  const attributes = event.workflowExecutionStartedEventAttributes;
  if (!attributes) return null;
  const input = plain(valueOf(attributes.input?.payloads?.[0]));
  return line(event, 'system', 'begins:', summary(event) || (attributes.workflowType?.name ?? ''), input);
}

function message(event: HistoryEvent): StoryLine | null {
  const request = event.workflowExecutionUpdateAcceptedEventAttributes?.acceptedRequest?.input;
  if (request)
    return line(event, 'message', request.name ?? '', requestText(valueOf(request.args?.payloads?.[0])));
  const signal = event.workflowExecutionSignaledEventAttributes;
  if (signal)
    return line(event, 'message', signal.signalName ?? '', requestText(valueOf(signal.input?.payloads?.[0])));
  if (event.workflowExecutionCancelRequestedEventAttributes)
    return line(event, 'message', 'cancellation of the workflow');
  return null;
}

function answer(event: HistoryEvent): StoryLine | null {
  const outcome = event.workflowExecutionUpdateCompletedEventAttributes?.outcome;
  if (!outcome) return null;
  if (outcome.failure) return line(event, 'system', 'refuses:', failureText(outcome.failure));
  return line(event, 'system', 'answers:', answerText(valueOf(outcome.success?.payloads?.[0])) || 'done');
}

/** Only steps that no message is answered with: what a timer or a signal led to. */
function step(event: HistoryEvent, answered: boolean): StoryLine | null {
  const local = localStepOf(event);
  if (local && (!answered || local.value === undefined)) {
    const { failure } = event.markerRecordedEventAttributes ?? {};
    if (failure)
      return answered ? null : line(event, 'system', `${local.activity} failed:`, failureText(failure));
    return line(event, 'system', local.activity);
  }
  const scheduled = event.activityTaskScheduledEventAttributes;
  if (scheduled) return line(event, 'system', 'asks for', scheduled.activityType?.name ?? '', summary(event));
  const failed = event.activityTaskFailedEventAttributes?.failure;
  if (failed) return line(event, 'system', 'failed:', failureText(failed));
  const child = event.startChildWorkflowExecutionInitiatedEventAttributes;
  if (child) return line(event, 'system', 'begins the workflow', child.workflowId ?? '');
  const lost = event.workflowTaskTimedOutEventAttributes ?? event.workflowTaskFailedEventAttributes;
  if (lost) return line(event, 'system', 'a worker did not finish its task: another one does it again');
  return null;
}

function ended(event: HistoryEvent): StoryLine | null {
  const completed = event.workflowExecutionCompletedEventAttributes;
  if (completed) return line(event, 'system', 'ends:', plain(valueOf(completed.result?.payloads?.[0])));
  const failed = event.workflowExecutionFailedEventAttributes?.failure;
  if (failed) return line(event, 'system', 'fails:', failureText(failed));
  if (event.workflowExecutionContinuedAsNewEventAttributes)
    return line(event, 'system', 'continues as new: its history had become long');
  if (event.workflowExecutionCanceledEventAttributes) return line(event, 'system', 'ends as cancelled');
  const terminated = event.workflowExecutionTerminatedEventAttributes;
  if (terminated) return line(event, 'message', 'terminated:', terminated.reason ?? '');
  return null;
}

/**
 * Tells a history as a story: what came from outside, what time brought, what was decided, why it ended. What only serves
 * the engine (tasks, search attributes, memos) is left out.
 */
export function storyOf({ history }: RecordedHistory): StoryLine[] {
  const events = history.events ?? [];
  const named = timers(events);
  let open = 0;
  return events.flatMap((event) => {
    if (event.workflowExecutionUpdateAcceptedEventAttributes) open += 1;
    const fired = event.timerFiredEventAttributes;
    const timer = fired ? named.get(fired.timerId ?? '') : undefined;
    const told =
      started(event) ??
      message(event) ??
      answer(event) ??
      (timer ? line(event, 'time', summary(timer) || 'a timer fires') : null) ??
      step(event, open > 0) ??
      ended(event);
    if (event.workflowExecutionUpdateCompletedEventAttributes) open -= 1;
    return told ? [told] : [];
  });
}

/** The story for the terminal: time, time since the line before, who, what. */
export function storyText(recorded: RecordedHistory): string {
  const { type, outcome, events, closedAt } = summaryOf(recorded.history);
  const lines = storyOf(recorded);
  const first = lines[0]?.at ?? 0;
  const told = lines.map(({ at, who, text }) => {
    const since = `+${((at - first) / 1000).toFixed(3)}s`.padStart(12);
    return `${new Date(at).toISOString()} ${since}  ${who.padEnd(7)}  ${text}`;
  });
  const state = closedAt === null ? 'still open' : `ended as ${outcome}`;
  return [`${recorded.workflowId} (${type}, ${events} events): ${state}`, ...told].join('\n');
}
