import '../support/quietRuntime';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { ApiClient } from '../support/apiClient';
import { REPOSITORY } from '../support/childProcess';
import { realServerEnvironment } from '../support/realServer';
import { startStack } from '../support/runningStack';
import { fetchRecording, loadRecordings, save } from './recordings';
import { DATE_SCENARIOS } from './dateScenarios';
import { ROOM_SCENARIOS } from './roomScenarios';
import { SCENARIOS, SHORT_TIMERS, type Stage } from './scenarios';

/** A new release has a folder of its own, with every scenario. */
const { version: RELEASE } = JSON.parse(readFileSync(path.join(REPOSITORY, 'package.json'), 'utf8')) as {
  version: string;
};

/**
 * `npm run histories:record`: plays the scenarios on the real server and keeps their histories for this release. What is
 * recorded stays: a history recorded anew would agree with whatever the code does today, and prove nothing.
 */
const recording = process.env.RECORD_HISTORIES === '1' ? test : test.skip;

const kept = new Set(
  loadRecordings()
    .filter(({ release }) => release === RELEASE)
    .map(({ scenario }) => scenario),
);

recording(
  'records the history of every session scenario that has none',
  async () => {
    const missing = Object.entries(SCENARIOS).filter(([name]) => !kept.has(name));
    if (missing.length === 0) return;
    const stack = await startStack(SHORT_TIMERS, { workers: 2 });
    try {
      const api = new ApiClient(stack);
      const stage: Stage = {
        stack,
        api,
        open: await api.onSale({ seats: 60 }),
        extensible: await api.onSale({ seats: 60, holdExtensionSeconds: 2 }),
        full: await api.onSale({ seats: 10, capacity: 0 }),
        restartWorker: () => stack.stopWorker(0),
      };
      for (const [name, play] of missing) {
        const handle = stack.client.workflow.getHandle(await play(stage));
        await handle.result();
        save(RELEASE, await fetchRecording(name, handle));
      }
    } finally {
      await stack.close();
    }
  },
  180_000,
);

recording(
  'records the histories of every scenario of rooms and dates that lacks one',
  async () => {
    const missing = [...ROOM_SCENARIOS, ...DATE_SCENARIOS].filter(({ records }) =>
      records.some((name) => !kept.has(name)),
    );
    if (missing.length === 0) return;
    const environment = await realServerEnvironment();
    try {
      for (const { play } of missing) {
        await play(environment, async (name, run) => {
          if (!kept.has(name)) save(RELEASE, await fetchRecording(name, run));
        });
      }
    } finally {
      await environment.teardown();
    }
  },
  300_000,
);
