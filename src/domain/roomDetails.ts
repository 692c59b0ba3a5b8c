import type { RoomAction, RoomChange, RoomFigures, RoomStatus } from '../contracts/waitingRoom';

/** The room in Markdown, for the details that the Temporal Web UI shows above the workflow's history. */
export function describeRoom(concertId: string, { awake, figures, since, actions }: RoomStatus): string {
  const lines = figures
    ? [
        `**${figures.state}**${since === null ? '' : ` since ${time(since)}`} · concert ${concertId}`,
        '',
        ...linesOf(figures),
        `- as of ${time(figures.at)}${awake ? '' : ', at rest until somebody waits'}`,
      ]
    : [`**No figures yet** · concert ${concertId}`];
  if (actions.length > 0) lines.push('', 'Last actions:', '', ...actions.map(describeAction));
  return lines.join('\n');
}

/** An action's `what`, e.g. "paused, rate 5/s". */
export function describeChange({ paused, capacity, admissionsPerSecond, closed }: RoomChange): string {
  const parts: string[] = [];
  if (closed !== undefined) parts.push(closed ? 'closed' : 'reopened');
  if (paused !== undefined) parts.push(paused ? 'paused' : 'resumed');
  if (admissionsPerSecond !== undefined) parts.push(`rate ${admissionsPerSecond}/s`);
  if (capacity !== undefined) parts.push(`capacity ${capacity}`);
  return parts.join(', ');
}

function linesOf(figures: RoomFigures): string[] {
  const { available, held, sold } = figures.seats;
  const lines = [
    `- ${figures.waiting} waiting, ${figures.silent} silent`,
    `- ${figures.admitted} admitted, capacity ${figures.capacity}`,
    `- rate ${figures.admissionsPerSecond}/s set (${perMinute(figures)} per minute), ${figures.admissionsLastMinute} admitted in the last minute`,
    `- seats: ${available} available, ${held} held, ${sold} sold`,
  ];
  if (figures.paused && figures.state !== 'PAUSED') lines.push('- paused: nobody is admitted');
  if (available === 0 && held > 0)
    lines.push('- **all seats are held**: they come back unless they are paid for, so the line is kept');
  return lines;
}

/** At most two decimals: 0.1/s must not read as 6.000000000000001. */
const perMinute = ({ admissionsPerSecond }: RoomFigures): number =>
  Math.round(admissionsPerSecond * 6_000) / 100;

/** An action of an operator as an item of a list. */
export const describeAction = ({ at, by, what, why }: RoomAction): string =>
  `- ${time(at)} ${plain(by)}: ${plain(what)} (${plain(why)})`;

/** What operators type stays on its line and is shown as it is, not read as Markdown or HTML. */
function plain(text: string): string {
  return text
    .trim()
    .replace(/\s+/g, ' ')
    .replace(/[\\`*_[\]<>|~&]/g, '\\$&');
}

const time = (epochMs: number): string =>
  new Date(epochMs).toISOString().replace('T', ' ').slice(0, 19) + ' UTC';
