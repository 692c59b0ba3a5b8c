import '../support/quietRuntime';
import { readFileSync } from 'node:fs';
import { Worker } from '@temporalio/worker';
import { WORKFLOW_BUNDLE } from '../support/globalSetup';
import { loadRecordings } from './recordings';
import { SCENARIOS } from './scenarios';

const recordings = loadRecordings();
const code = readFileSync(WORKFLOW_BUNDLE, 'utf8');

test('every scenario has a recording of some release', () => {
  const recorded = new Set(recordings.map(({ scenario }) => scenario));
  expect(Object.keys(SCENARIOS).filter((scenario) => !recorded.has(scenario))).toEqual([]);
});

test.each(recordings.map((recording) => [recording.release, recording.scenario, recording] as const))(
  'the workflow code of today replays %s %s',
  async (_release, _scenario, { history, workflowId }) => {
    await Worker.runReplayHistory({ workflowBundle: { code } }, history, workflowId);
  },
);

/** A gate that cannot fail proves nothing: each change breaks what a recorded history depends on. */
test.each([
  ['an activity is renamed', /activities\.holdSeats\(/g, 'activities.claimSeats('],
  ['deadlines have no timer', /\(0, ?\w+\.sleep\)\(ms, \{[^}]*\}\)/g, 'new Promise(() => {})'],
  ['search attributes are not written', /\(0, ?\w+\.upsertSearchAttributes\)\(\[/g, '(() => {})(['],
])('a workflow in which %s fails to replay a purchase', async (_change, pattern, replacement) => {
  const purchase = recordings.find(({ scenario }) => scenario === 'confirmed-on-arrival');
  const broken = code.replace(pattern, replacement);
  expect(broken === code).toBe(false);
  await expect(
    Worker.runReplayHistory({ workflowBundle: { code: broken } }, purchase?.history, purchase?.workflowId),
  ).rejects.toThrow(/[Nn]ondeterminism/);
});
