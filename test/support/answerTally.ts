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
