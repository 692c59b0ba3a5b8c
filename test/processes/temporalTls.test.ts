import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { REPOSITORY } from '../support/childProcess';
import { startRaceStack, type RaceStack } from '../support/runningProcesses';
import { startTemporalFront, type TemporalFront } from '../support/temporalFront';

const SERVICE = '/temporal.api.workflowservice.v1.WorkflowService';
/** What a purchase with one API and one worker calls, among other things: each by another connection of the SDK. */
const BY_CLIENT = `${SERVICE}/UpdateWorkflowExecution`;
const BY_WORKER = `${SERVICE}/RespondWorkflowTaskCompleted`;
const API_KEY = `key-${randomUUID()}`;

let front: TemporalFront;
let stack: RaceStack | null = null;
afterEach(async () => {
  await stack?.close();
  stack = null;
  await front.close();
}, 60_000);

/** API and worker in processes of their own, which know the server only behind the front. */
async function buyThrough(settings: NodeJS.ProcessEnv): Promise<void> {
  stack = await startRaceStack({ apis: 1, environment: { ...settings, TEMPORAL_ADDRESS: front.address } });
  const [api] = stack.apis;
  const sale = await api.onSale({ seats: 2 });
  const [fan] = await stack.crowd(sale, 1, 5_000);
  if (!fan) throw new Error('no fan came');
  const [seat] = await api.seatIds(fan, sale.scheduleId);
  expect((await api.hold(fan, sale.scheduleId, [seat])).status).toBe(200);
  expect((await api.pay(fan, randomUUID())).status).toBe(201);
}

/** npm run temporal:setup in a process of its own: its exit code, and what it printed. */
async function setUp(settings: NodeJS.ProcessEnv): Promise<{ code: number; output: string }> {
  const { PATH, HOME } = process.env;
  const env = { PATH, HOME, TEMPORAL_ADDRESS: front.address, ...settings };
  const program = path.join(REPOSITORY, 'dist/src/operations/temporalSetup.js');
  return await new Promise((resolve) => {
    execFile(process.execPath, [program], { env }, (error, stdout, stderr) =>
      resolve({ code: Number(error?.code ?? 0), output: stdout + stderr }),
    );
  });
}

test('API and worker show their certificate, and a fan buys a seat through a server that lets nobody else in', async () => {
  front = await startTemporalFront({ wantsCertificate: true });
  const trusted = { TEMPORAL_TLS_SERVER_CA_CERT_PATH: front.authority };
  await buyThrough({
    ...trusted,
    TEMPORAL_TLS_CLIENT_CERT_PATH: front.certificate,
    TEMPORAL_TLS_CLIENT_KEY_PATH: front.key,
  });
  for (const call of [BY_CLIENT, BY_WORKER])
    expect(front.calls).toContainEqual({ path: call, subject: 'client', authorization: null });

  // Neither without a certificate nor without TLS at all.
  for (const settings of [trusted, {}]) {
    const refused = await setUp(settings);
    expect(refused).toEqual({ code: 2, output: expect.stringContaining('could not be done') as string });
  }
}, 120_000);

test('an API key goes with every call, over TLS, and into no log', async () => {
  front = await startTemporalFront({ apiKey: API_KEY });
  // As for Temporal Cloud, but for the authority, which is not a public one.
  const settings = { TEMPORAL_API_KEY: API_KEY, TEMPORAL_TLS_SERVER_CA_CERT_PATH: front.authority };
  await buyThrough(settings);
  const authorization = `Bearer ${API_KEY}`;
  for (const call of [BY_CLIENT, BY_WORKER])
    expect(front.calls).toContainEqual({ path: call, subject: null, authorization });

  const wrong = `wrong-${randomUUID()}`;
  const refused = await setUp({ ...settings, TEMPORAL_API_KEY: wrong });
  expect(refused.code).toBe(2);
  expect(refused.output).not.toContain(wrong);
}, 120_000);

test('an empty API key is none: it does not switch TLS on', async () => {
  front = await startTemporalFront();
  const done = await setUp({ TEMPORAL_API_KEY: '', TEMPORAL_ADDRESS: process.env.TEMPORAL_ADDRESS });
  expect(done).toEqual({
    code: 0,
    output: expect.stringContaining('namespace default: unchanged') as string,
  });
});

describe('temporal:setup on a server that makes no namespaces and search attributes through this API, as Temporal Cloud', () => {
  const unimplemented = ['/RegisterNamespace', '/UpdateNamespace', '/AddSearchAttributes'];
  const settings = () => ({ TEMPORAL_TLS_SERVER_CA_CERT_PATH: front.authority });

  test('is content with what is there', async () => {
    front = await startTemporalFront({ unimplemented });
    const done = await setUp(settings());
    expect(done).toEqual({ code: 0, output: expect.stringContaining('added: none') as string });
  });

  test('says what has to be done by hand where the namespace is missing, and ends with 1', async () => {
    front = await startTemporalFront({ unimplemented });
    const done = await setUp({ ...settings(), TEMPORAL_NAMESPACE: `missing-${randomUUID()}` });
    expect(done.code).toBe(1);
    expect(done.output).toMatch(/to be done by hand: namespace missing-.* is not there/);
  });

  test('says what to look at where it may not look', async () => {
    front = await startTemporalFront({
      unimplemented: [
        ...unimplemented,
        '/DescribeNamespace',
        '/ListSearchAttributes',
        '/GetSearchAttributes',
      ],
    });
    const done = await setUp(settings());
    expect(done.code).toBe(0);
    expect(done.output).toContain('could not be looked at: namespace default');
    expect(done.output).toContain('"SessionState=Keyword"');
  });
});
