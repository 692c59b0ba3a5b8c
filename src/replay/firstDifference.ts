import type { History } from '@temporalio/common/lib/proto-utils';
import { eventText, nameInCode, type HistoryEvent } from './eventText';

/** Where today's code first does something else than a history says. */
export interface Difference {
  /** For an engineer to act on. */
  words: string;
  /** The event of the history, where it is known. */
  eventId: number | null;
  /** What Temporal said. */
  detail: string;
}

const NAMES = /of (?:recorded marker|scheduled event) '([^']*)' does not match .* of .*command '([^']*)'/;
const EVENT = /(?:HistoryEvent\(id|event_id): (\d+)/;

/** Temporal's own sentence, out of what is wrapped around it. */
function sentenceOf(message: string): string {
  return (/message: "((?:[^"\\]|\\.)*)"/.exec(message)?.[1] ?? message).slice(0, 1_000);
}

/**
 * Puts a failed replay into words.
 * @param message of the SDK's DeterminismViolationError or ReplayError
 * @param failsUntil whether the history replays with failure when it ends with that event: asked where more than one event
 *   has the name that differs
 */
export async function differenceOf(
  message: string,
  history: History,
  failsUntil: (event: HistoryEvent) => Promise<boolean>,
): Promise<Difference> {
  const detail = sentenceOf(message);
  const events = history.events ?? [];
  const [, recorded, commanded] = NAMES.exec(detail) ?? [];
  if (recorded !== undefined) {
    const event = await firstThat(
      events.filter((event) => nameInCode(event) === recorded),
      failsUntil,
    );
    const place = event ? eventText(event) : `'${recorded}'`;
    return {
      words: `the history has ${place}; today's code does '${commanded}' there`,
      eventId: event ? Number(event.eventId) : null,
      detail,
    };
  }
  const id = Number(EVENT.exec(detail)?.[1] ?? 0);
  const event = events[id - 1];
  if (!event) return { words: detail, eventId: null, detail };
  const instead = detail.includes('No command scheduled')
    ? "today's code does nothing there"
    : "today's code does something else there";
  return { words: `the history has ${eventText(event)}; ${instead}`, eventId: id, detail };
}

async function firstThat(
  events: readonly HistoryEvent[],
  holds: (event: HistoryEvent) => Promise<boolean>,
): Promise<HistoryEvent | undefined> {
  if (events.length < 2) return events[0];
  for (const event of events) if (await holds(event)) return event;
  return undefined;
}
