import type { ScheduleCancellationProgress } from '../contracts/scheduleCancellation';
import { describeAction } from './roomDetails';

/** The cancellation of a date in Markdown, for the details that the Temporal Web UI shows above the workflow's history. */
export function describeScheduleCancellation(progress: ScheduleCancellationProgress): string {
  const { scheduleId, state, since, total, canceled, refunded, left, held, underWay, lastActions } = progress;
  const lines = [
    `**${state}** since ${time(since)} · schedule ${scheduleId}`,
    '',
    `- ${canceled} of ${total} reservations cancelled, ${refunded} refunded`,
    `- ${left} to be cancelled, ${underWay} of them at this moment`,
  ];
  if (held > 0) lines.push(`- ${held} holds have yet to run out; they cannot be paid for`);
  if (lastActions.length > 0) lines.push('', 'Last actions:', '', ...lastActions.map(describeAction));
  return lines.join('\n');
}

const time = (epochMs: number): string =>
  new Date(epochMs).toISOString().replace('T', ' ').slice(0, 19) + ' UTC';
