import type { SessionView } from '../contracts/session';
import type { RoomAction } from '../contracts/waitingRoom';
import { describeAction } from './roomDetails';

/**
 * The session in Markdown, for the details that the Temporal Web UI shows above a workflow's history.
 * @param actions of operators, newest first
 */
export function describeSession(view: SessionView, actions: RoomAction[] = []): string {
  const { identity, hold } = view;
  const lines = [
    `**${view.state}**${view.endReason ? ` (${view.endReason})` : ''} · concert ${identity.concertId}`,
    '',
    `- session \`${identity.sessionId}\``,
    `- joined ${time(identity.joinedAt)}, ${identity.positionAtEntry ? `position ${identity.positionAtEntry}` : 'admitted on arrival'}`,
  ];
  if (view.admittedAt !== null) lines.push(`- admitted ${time(view.admittedAt)}`);
  const { admittedUntil, endReason } = view;
  if (admittedUntil !== null && !endReason) lines.push(`- may hold seats until ${time(admittedUntil)}`);
  if (hold) {
    // Not in brackets: the Web UI makes a trademark of (R).
    const seats = hold.seats.map((seat) => `${seat.area} ${seat.seatNumber} · ${seat.grade}`).join(', ');
    lines.push(
      `- holds ${seats} of schedule ${hold.scheduleId} for ${hold.amount} until ${time(hold.expiresAt)}`,
    );
  }
  if (view.lastHoldEnd) lines.push(`- the last hold ended: ${view.lastHoldEnd}`);
  if (view.reservationId) lines.push(`- reservation \`${view.reservationId}\``);
  lines.push(
    view.endReason ? `- ended ${time(view.expiresAt)}` : `- ends ${time(view.expiresAt)} if nothing happens`,
  );
  if (actions.length > 0) lines.push('', 'Operators:', '', ...actions.map(describeAction));
  return lines.join('\n');
}

const time = (epochMs: number): string =>
  new Date(epochMs).toISOString().replace('T', ' ').slice(0, 19) + ' UTC';
