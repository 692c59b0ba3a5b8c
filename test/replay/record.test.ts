import { ApiClient } from '../support/apiClient';
import { startStack } from '../support/runningStack';
import { fetchRecording, save } from './recordings';
import { SCENARIOS, SHORT_TIMERS, type Stage } from './scenarios';

const RELEASE = '0.1.0';

/** `npm run histories:record`: plays every scenario on the real engines and keeps its history for this release. */
const recording = process.env.RECORD_HISTORIES === '1' ? test : test.skip;

recording(
  'records the history of every scenario',
  async () => {
    const stack = await startStack(SHORT_TIMERS);
    try {
      const api = new ApiClient(stack);
      const stage: Stage = {
        stack,
        api,
        open: await api.onSale({ seats: 60 }),
        full: await api.onSale({ seats: 10, capacity: 0 }),
      };
      for (const [name, play] of Object.entries(SCENARIOS)) {
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
