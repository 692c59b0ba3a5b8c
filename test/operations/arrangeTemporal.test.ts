import { randomUUID } from 'node:crypto';
import { Connection } from '@temporalio/client';
import { msToTs } from '@temporalio/common/lib/time';
import { SEARCH_ATTRIBUTES } from '../../src/contracts/searchAttributes';
import { arrangeTemporal, type Arranged } from '../../src/operations/arrangeTemporal';

const DAY_SECONDS = 86_400;
const NAMES = SEARCH_ATTRIBUTES.map(({ name }) => name);

let connection: Connection;
let namespace: string;
beforeAll(async () => {
  connection = await Connection.connect({ address: process.env.TEMPORAL_ADDRESS });
});
afterAll(async () => connection.close());
beforeEach(() => {
  namespace = `setup-${randomUUID()}`;
});
afterEach(async () => {
  await connection.operatorService.deleteNamespace({ namespace });
});

const arrange = (retentionDays: number | null = null): Promise<Arranged> =>
  arrangeTemporal(connection, { namespace, retentionDays }, () => undefined);

async function retentionDays(): Promise<number> {
  const { config } = await connection.workflowService.describeNamespace({ namespace });
  return Number(config?.workflowExecutionRetentionTtl?.seconds) / DAY_SECONDS;
}

test('a namespace that is missing is made with all search attributes, and a repetition changes nothing', async () => {
  expect(await arrange(3)).toEqual({ namespace: 'CREATED', added: NAMES, byHand: [], unknown: [] });
  const { customAttributes } = await connection.operatorService.listSearchAttributes({ namespace });
  expect(Object.keys(customAttributes ?? {})).toEqual(expect.arrayContaining(NAMES));
  expect(await retentionDays()).toBe(3);

  expect(await arrange(3)).toEqual({ namespace: 'UNCHANGED', added: [], byHand: [], unknown: [] });
}, 90_000);

test('the retention of a namespace that is there changes only where one is asked for', async () => {
  await arrange(3);
  expect((await arrange(null)).namespace).toBe('UNCHANGED');
  expect(await retentionDays()).toBe(3);
  expect((await arrange(5)).namespace).toBe('RETENTION_CHANGED');
  expect(await retentionDays()).toBe(5);
}, 90_000);

test('two set-ups at the same moment both end well', async () => {
  const outcomes = await Promise.all([arrange(), arrange()]);
  expect(outcomes.flatMap(({ byHand, unknown }) => [...byHand, ...unknown])).toEqual([]);
  expect(await arrange()).toMatchObject({ namespace: 'UNCHANGED', added: [] });
}, 90_000);

test('an attribute of another type is said to be in the way, and left as it is', async () => {
  await connection.workflowService.registerNamespace({
    namespace,
    workflowExecutionRetentionPeriod: msToTs(DAY_SECONDS * 1000),
  });
  const asInteger = { namespace, searchAttributes: { SessionState: 3 } };
  for (const deadline = Date.now() + 30_000; ;) {
    const done = await connection.operatorService.addSearchAttributes(asInteger).then(
      () => true,
      () => false,
    );
    if (done || Date.now() > deadline) break;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  const { byHand, added } = await arrange();
  expect(byHand).toEqual([expect.stringMatching(/SessionState has another type than Keyword/)]);
  expect(added).toEqual(NAMES.filter((name) => name !== 'SessionState'));
}, 90_000);
