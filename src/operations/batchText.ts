import type { RecordedActions } from '../persistence/reads/batchActions';
import type { BatchAction } from './batchActions';
import type { BatchTargets } from './batchTargets';
import { countOutcomes, countReasons, type BatchMessage, type BatchProgress } from './runBatch';

/** How many are shown where there may be thousands. */
const FIRST = 10;

/** What an operator asked for. */
export interface Batch {
  name: string;
  action: BatchAction;
  query: string;
  message: BatchMessage;
  rate: number;
}

const recordText = (recorded: readonly RecordedActions[]): string =>
  recorded.map(({ outcome, count }) => `${count} ${outcome}`).join(', ') || 'none';

/** @param before what the batch had on record when it is repeated */
export function previewText(
  { name, action, query, message, rate }: Batch,
  { matched, targets }: BatchTargets,
  before: readonly RecordedActions[],
): string {
  const byState = new Map<string, number>();
  for (const { state } of targets) byState.set(String(state), (byState.get(String(state)) ?? 0) + 1);
  const states = [...byState].map(([state, count]) => `${count} ${state}`).join(', ');
  const others = matched - targets.length;
  const first = targets.slice(0, FIRST).map(({ workflowId, state }) => `  ${workflowId}  ${state}`);
  return [
    `${name}: ${action.does}`,
    `  batch          ${message.actionId}${before.length > 0 ? `, begun before: ${recordText(before)}` : ''}`,
    `  by             ${message.by}: ${message.why}`,
    `  query          ${query}`,
    `  sessions       ${targets.length}${states ? ` (${states})` : ''}`,
    ...(others > 0
      ? [`  left alone     ${others} open ones in other states (it is for ${action.states.join(', ')})`]
      : []),
    `  at ${`${rate}/s`.padEnd(12)}about ${Math.ceil(targets.length / rate)} s`,
    ...(first.length > 0 ? [first.length < targets.length ? `the first ${FIRST}:` : 'these:', ...first] : []),
  ].join('\n');
}

/** What came of it, for the terminal. */
export function resultText(
  { name, message }: Batch,
  { total, outcomes, tookMs }: BatchProgress,
  recorded: readonly RecordedActions[],
): string {
  const notDone = outcomes.filter(({ detail }) => detail !== null);
  const counts = Object.entries(countOutcomes(outcomes)).map(([outcome, count]) => `${count} ${outcome}`);
  return [
    ...notDone.slice(0, FIRST).map(({ workflowId, outcome }) => `${outcome} ${workflowId}`),
    ...(notDone.length > FIRST ? [`… and ${notDone.length - FIRST} more: --json has them all`] : []),
    ...Object.entries(countReasons(outcomes)).map(([reason, count]) => `${count} times ${reason}`),
    `${name}: ${outcomes.length} of ${total} in ${(tookMs / 1000).toFixed(1)} s: ${counts.join(', ') || 'nothing to do'}`,
    `On record for batch ${message.actionId}: ${recordText(recorded)}`,
  ].join('\n');
}

const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

/** The command that goes on with the batch, for a POSIX shell. */
export function againText({ name, query, message, rate }: Batch): string {
  const { by, why, actionId, seconds, beyondCapacity } = message;
  return [
    `npm run ops -- batch ${name} --query ${quoted(query)} --by ${quoted(by)} --why ${quoted(why)}`,
    ...(seconds === undefined ? [] : [`--seconds ${seconds}`]),
    ...(beyondCapacity ? ['--beyond-capacity'] : []),
    `--rate ${rate} --batch-id ${actionId}`,
  ].join(' ');
}
