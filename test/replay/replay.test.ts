import '../support/quietRuntime';
import { readFileSync } from 'node:fs';
import { Worker } from '@temporalio/worker';
import { WORKFLOW_BUNDLE } from '../support/globalSetup';
import { loadRecordings } from './recordings';
import { DATE_SCENARIOS } from './dateScenarios';
import { ROOM_SCENARIOS } from './roomScenarios';
import { SCENARIOS } from './scenarios';

const recordings = loadRecordings();
const code = readFileSync(WORKFLOW_BUNDLE, 'utf8');

test('every scenario has a recording of some release', () => {
  const recorded = new Set(recordings.map(({ scenario }) => scenario));
  const scenarios = [
    ...Object.keys(SCENARIOS),
    ...[...ROOM_SCENARIOS, ...DATE_SCENARIOS].flatMap(({ records }) => records),
  ];
  expect(scenarios.filter((scenario) => !recorded.has(scenario))).toEqual([]);
});

test.each(recordings.map((recording) => [recording.release, recording.scenario, recording] as const))(
  'the workflow code of today replays %s %s',
  async (_release, _scenario, { history, workflowId }) => {
    await Worker.runReplayHistory({ workflowBundle: { code } }, history, workflowId);
  },
);

const purchase = 'confirmed-on-arrival';

/** A gate that cannot fail proves nothing: each change breaks what a recorded history depends on. */
test.each([
  [purchase, 'an activity is renamed', /(seats['"]\))\.holdSeats/g, '$1.claimSeats'],
  [purchase, 'deadlines have no timer', /\(0, ?\w+\.sleep\)\(ms, \{[^}]*\}\)/g, 'new Promise(() => {})'],
  [purchase, 'search attributes are not written', /\(0, ?\w+\.upsertSearchAttributes\)\(\[/g, '(() => {})(['],
  ['confirmed-after-extension', 'the timer goes on', /startHoldDeadline\(leftMs, ?hold\)/g, 'undefined'],
  ['expired-after-extension', 'an extension is renamed', /(hold['"]\))\.extendHold/g, '$1.prolongHold'],
  ['operator-released-hold', 'an action is renamed', /(record['"]\))\.operateSession/g, '$1.operate'],
  ['operator-extended-hold', 'the same action is taken again', /asked\.set\(/g, 'void ('],
  [
    'operator-refused',
    'a refused signal is not put on record',
    /!\(0, ?\w+\.namesItsOperator\)\(message\)/g,
    'true',
  ],
  ['room-canceled-reservations', 'the workflow has another id', /`cancellation:\$\{/g, '`cancelled:${'],
  ['room-several-shifts', 'admission is renamed', /const \{ admitFans \}/g, 'const { letIn: admitFans }'],
  ['room-operated', 'an operation is renamed', /operations\.admitOne\(/g, 'operations.letOneIn('],
  ['room-rested-and-woken', 'a wake-up does nothing', /\(\) ?=> ?room\.wake\(\)/g, '()=>{}'],
  ['room-closed', 'a closed room has no timer', /room\.isClosed\(\)/g, 'false'],
  ['schedule-canceled', 'batches overlap', /first \+= atOnce/g, 'first += 1'],
  ['schedule-canceled', 'the room is not told', /await tellRoom\(/g, 'await (async (_) => {})('],
  ['schedule-canceled-first-run', 'no run is too long', /historyLength < continueAfterEvents/g, 'true'],
  ['reconciled', 'nothing is repaired', /repairable\.length > 0/g, 'false'],
  ['reconciled', 'the audit is renamed', /await auditStores\(/g, 'await repairSessions('],
  ['room-continued-first-run', 'no run is too long', /historyLength >= continueAfterEvents/g, 'false'],
])('%s fails to replay when %s', async (scenario, _change, pattern, replacement) => {
  const recording = recordings.find((candidate) => candidate.scenario === scenario);
  const broken = code.replace(pattern, replacement);
  expect(broken === code).toBe(false);
  await expect(
    Worker.runReplayHistory({ workflowBundle: { code: broken } }, recording?.history, recording?.workflowId),
  ).rejects.toThrow(/[Nn]ondeterminism/);
});
