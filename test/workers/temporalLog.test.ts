import { ApplicationFailure } from '@temporalio/common';
import { MockActivityEnvironment } from '@temporalio/testing';
import { createLogger } from '../../src/logger';
import { activityFields, temporalLogger } from '../../src/workers/temporalLog';

function written(level: 'trace' | 'info' | 'warn') {
  const lines: Record<string, unknown>[] = [];
  const destination = {
    write: (line: string) => void lines.push(JSON.parse(line) as Record<string, unknown>),
  };
  return { lines, logger: createLogger('worker', level, { destination, fields: activityFields }) };
}

test('what the Temporal SDK says goes through our logger, with its ids, redacted', () => {
  const { lines, logger } = written('info');
  const sdk = temporalLogger(logger, 'info');
  const error = ApplicationFailure.create({ message: 'no room for ada@example.org', type: 'Lost' });
  const ids = { workflowId: 'session:1:u', runId: 'r', taskQueue: 'q', sdkComponent: 'worker' };
  sdk.warn('Activity failed for ada@example.org', { ...ids, error, namespace: 'default' });
  expect(lines).toEqual([expect.objectContaining({ level: 40, name: 'worker', ...ids })]);
  expect(lines[0]).toMatchObject({
    error: { name: 'ApplicationFailure', type: 'Lost', message: 'no room for [redacted]' },
  });
  expect(JSON.stringify(lines)).not.toContain('ada@example.org');
});

test('the SDK says as much as our own log: at info no line for each task, at trace all', () => {
  for (const [level, expected] of [
    ['warn', ['four', 'five']],
    ['info', ['three', 'four', 'five']],
    ['trace', ['one', 'two', 'three', 'four', 'five']],
  ] as const) {
    const { lines, logger } = written(level);
    const sdk = temporalLogger(logger, level);
    sdk.trace('one');
    sdk.debug('two');
    sdk.info('three');
    sdk.warn('four');
    sdk.error('five');
    expect(lines.map(({ msg }) => msg)).toEqual(expected);
  }
});

test('a line that is written within an activity names its workflow, any other none', async () => {
  const { lines, logger } = written('info');
  logger.info('outside');
  const execution = { workflowId: 'session:1:u', runId: 'r' };
  await new MockActivityEnvironment({ workflowExecution: execution }).run(async () => logger.info('inside'));
  expect(lines.map(({ msg, workflowId }) => [msg, workflowId])).toEqual([
    ['outside', undefined],
    ['inside', 'session:1:u'],
  ]);
});
