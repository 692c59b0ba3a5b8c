import '../support/quietRuntime';
import path from 'node:path';
import { bundleWorkflowCode, DefaultLogger, Worker } from '@temporalio/worker';
import { loadRecordings } from './recordings';

let code: string;
const exported = jest.fn();
/** Where a worker's spans of workflows go. */
const sinks = { exporter: { export: { fn: exported, callDuringReplay: true } } };

beforeAll(async () => {
  ({ code } = await bundleWorkflowCode({
    workflowsPath: path.resolve(__dirname, '../../src/workflows/index.ts'),
    workflowInterceptorModules: [path.resolve(__dirname, '../../src/tracing/workflowSpans.ts')],
    logger: new DefaultLogger('WARN'),
  }));
}, 60_000);

/** Tracing is turned on while visits are under way, whose histories began without. */
test.each(loadRecordings().map((recording) => [recording.release, recording.scenario, recording] as const))(
  'the traced workflow code replays %s %s, which was recorded without tracing',
  async (_release, _scenario, { history, workflowId }) => {
    exported.mockClear();
    await Worker.runReplayHistory({ workflowBundle: { code }, sinks }, history, workflowId);
    expect(exported).toHaveBeenCalled();
  },
);
