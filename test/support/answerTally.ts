import { setTimeout as pause } from 'node:timers/promises';
import type { Answer } from './apiClient';

/** `201`, or `409 SEAT_HELD`; with the detail where something was wrong with the service. */
export function outcomeOf({ status, body }: Answer): string {
  if (status < 400) return `${status}`;
  return status < 500 ? `${status} ${body?.code}` : `${status} ${body?.code} ${body?.detail}`;
}

/** How often each outcome occurred. */
export function answerTally(answers: Answer[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const answer of answers) counts[outcomeOf(answer)] = (counts[outcomeOf(answer)] ?? 0) + 1;
  return counts;
}

const PATIENCE_MS = 120_000;
const PAUSE_MS = 500;

/**
 * Sends a request as its answers tell a client to: again while the outcome is unknown, or the first try under the same key is
 * still under way.
 * @param onUnknown gets each answer that left it open
 */
export async function untilKnown(
  send: () => Promise<Answer>,
  onUnknown: (outcome: string) => void = () => undefined,
): Promise<Answer> {
  for (const patience = Date.now() + PATIENCE_MS; ; await pause(PAUSE_MS)) {
    const answer = await send();
    const isUnknown = answer.status === 503 || answer.body?.code === 'IDEMPOTENCY_KEY_IN_USE';
    if (!isUnknown || Date.now() > patience) return answer;
    onUnknown(outcomeOf(answer));
  }
}
