import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { request } from 'node:http';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { createCallTally } from '../../bench/callTally';
import { createFanCalls } from '../../bench/fanCalls';
import { inParallel } from '../../bench/inParallel';
import { purchase, type PurchaseOutcome } from '../../bench/purchase';
import { seatsSold, setUpSale } from '../../bench/saleSetup';
import { EventStream } from '../stack/eventStream';
import { ApiClient, type Fan } from '../support/apiClient';
import { startCluster, type RunningCluster } from './runningCluster';

/** Longer than the 10 s after which Temporal gives a task that waits for a worker that has gone to another one. */
const HOLD_SECONDS = 15;

/** What a client repeats: the second where the process had the payment under way. And seats that others took. */
const MET_WHEN_A_PROCESS_GOES =
  /^(503 DEPENDENCY_UNAVAILABLE|409 IDEMPOTENCY_KEY_IN_USE|409 SEAT_(HELD|RESERVED))$/;

let cluster: RunningCluster;
let api: ApiClient;
beforeAll(async () => {
  cluster = await startCluster({ HOLD_SECONDS: String(HOLD_SECONDS) });
  api = new ApiClient(cluster.stack());
}, 1_200_000);
afterAll(async () => {
  await cluster.stop();
  cluster.removeData();
}, 120_000);

const isAlive = (pid: number): boolean => existsSync(`/proc/${pid}`);

/** Fans who buy as long as the work lasts; then all that they met. */
async function sellDuring(
  work: () => Promise<unknown>,
): Promise<{ outcomes: PurchaseOutcome[]; sold: number }> {
  const { apiUrl, adminKey } = cluster.stack();
  const sale = await setUpSale(apiUrl, adminKey, { buyers: 1_000, fans: 3 });
  const calls = createFanCalls(apiUrl, createCallTally('purchases'));
  let over = false;
  const [outcomes] = await Promise.all([
    inParallel(
      3,
      sale.buyers.length,
      (at) => purchase(calls, sale.concertId, sale.buyers[at] as (typeof sale.buyers)[number]),
      () => over,
    ),
    work().finally(() => (over = true)),
  ]);
  calls.close();
  return { outcomes, sold: await seatsSold(apiUrl, adminKey, sale.concertId) };
}

test('a fan buys a seat at the one address, with Temporal on PostgreSQL behind it', async () => {
  const names = cluster.stack().processes.map(({ name }) => name);
  expect(names).toEqual([
    ...['postgres', 'redis', 'temporal', 'temporal-ui', 'worker-1', 'worker-2', 'api-1', 'api-2', 'balancer'],
  ]);
  const sale = await api.onSale({ seats: 3 });
  const fan = await api.fan({ balance: 5_000 });
  await api.join(fan, sale.concertId);
  await api.until(fan, 'ADMITTED');
  const [seat] = await api.seatIds(fan, sale.scheduleId);
  expect((await api.hold(fan, sale.scheduleId, [seat])).status).toBe(200);
  expect((await api.pay(fan)).status).toBe(201);
  const page = await fetch(`${cluster.stack().temporalUiUrl}/api/v1/namespaces/default/workflows`);
  expect(await page.text()).toContain(`session:${sale.concertId}:${fan.id}`);
});

test('events come through the balancer as they happen', async () => {
  const sale = await api.onSale({ seats: 3 });
  const fan = await api.fan({ balance: 5_000 });
  await api.join(fan, sale.concertId);
  const stream = await EventStream.open(cluster.stack().apiUrl, fan);
  await stream.until('ADMITTED');
  const [seat] = await api.seatIds(fan, sale.scheduleId);
  await api.hold(fan, sale.scheduleId, [seat]);
  await stream.until('HOLDING');
  // The hold runs out by itself.
  await stream.until('ADMITTED', 40_000);
  stream.leave();
});

/** How many more requests its address may make, as an answer to a request from an address of this machine says. */
async function leftAt(localAddress: string, forwardedFor?: string): Promise<number> {
  const headers = forwardedFor === undefined ? {} : { 'x-forwarded-for': forwardedFor };
  return await new Promise((resolve, reject) => {
    const sent = request(`${cluster.stack().apiUrl}/v1/concerts`, { localAddress, headers }, (response) => {
      response.resume();
      response.on('end', () => resolve(Number(/r=(\d+)/.exec(String(response.headers.ratelimit))?.[1])));
    });
    sent.on('error', reject);
    sent.end();
  });
}

test('the limit of requests is each address’s own behind the balancer, and nobody gets around it by a header', async () => {
  const afterOne = await leftAt('127.0.0.2');
  const many = Array.from({ length: 40 }, (_, at) => leftAt('127.0.0.3', `203.0.113.${at}`));
  // They were counted as one address's, over at most a few seconds, and not for the other one.
  expect(Math.min(...(await Promise.all(many)))).toBeLessThan(afterOne);
  expect(await leftAt('127.0.0.2')).toBe(afterOne);
});

/** Signs fans up, one after another, until told to stop: a call that nobody may send twice. How often each status was the answer. */
async function signUpUntil(isOver: () => boolean): Promise<Record<string, number>> {
  const answers: Record<string, number> = {};
  const headers = { 'content-type': 'application/json' };
  while (!isOver()) {
    const body = JSON.stringify({ email: `${randomUUID()}@example.org`, name: 'Fan' });
    const answer = await fetch(`${cluster.stack().apiUrl}/v1/users`, { method: 'POST', headers, body }).then(
      ({ status }) => String(status),
      (error: Error) => error.message,
    );
    answers[answer] = (answers[answer] ?? 0) + 1;
  }
  return answers;
}

// A step whose worker stops at that moment may be answered late, and is then repeated. Of APIs that stop nobody notices anything.
test.each([
  ['worker', 'workers', MET_WHEN_A_PROCESS_GOES],
  ['api', 'apis', /^409 SEAT_(HELD|RESERVED)$/],
])(
  'every %s is restarted while fans buy: every purchase is made, and the audit finds nothing',
  async (kind, kinds, mayBeMet) => {
    const before = cluster.stack().processes;
    const { outcomes, sold } = await sellDuring(async () => {
      let over = false;
      const signingUp = signUpUntil(() => over);
      const { code, output } = await cluster.run('restartCluster.mjs', kinds);
      over = true;
      expect({ code, output }).toEqual({
        code: 0,
        output: expect.stringMatching(/-2: ready again/) as string,
      });
      // No request met an API that was gone, or went with one.
      expect(Object.keys(await signingUp)).toEqual(['201']);
    });
    expect(outcomes.filter(({ times }) => times === null)).toEqual([]);
    expect(outcomes.flatMap(({ refusals }) => refusals).filter((met) => !mayBeMet.test(met))).toEqual([]);
    expect(outcomes.length).toBeGreaterThan(10);
    expect(sold).toBe(outcomes.length);
    for (const { name, pid } of before) {
      const isRestarted = name.startsWith(`${kind}-`);
      expect([name, cluster.pidOf(name) !== pid]).toEqual([name, isRestarted]);
      expect([name, isAlive(pid)]).toEqual([name, !isRestarted]);
    }
    const audit = await cluster.run('run.mjs', 'operations/audit');
    expect(audit).toEqual({ code: 0, output: expect.stringMatching(/ 0 findings/) as string });
  },
  300_000,
);

test('an API that is killed while fans buy costs at most a documented refusal, and comes back', async () => {
  const killed = cluster.pidOf('api-1');
  const { outcomes, sold } = await sellDuring(async () => {
    await pause(3_000);
    process.kill(killed, 'SIGKILL');
    const [url = ''] = cluster.stack().apiUrls;
    const isReady = () =>
      fetch(`${url}/readyz`).then(
        ({ ok }) => ok,
        () => false,
      );
    for (const deadline = Date.now() + 60_000; !(await isReady()); await pause(200))
      if (Date.now() > deadline) throw new Error('it did not come back');
    await pause(3_000);
  });
  expect(outcomes.flatMap(({ undocumented }) => undocumented ?? [])).toEqual([]);
  expect(sold).toBe(outcomes.filter(({ times }) => times !== null).length);
  const refusals = outcomes.flatMap(({ refusals: met }) => met);
  expect(refusals.filter((met) => !MET_WHEN_A_PROCESS_GOES.test(met))).toEqual([]);
  expect(cluster.pidOf('api-1')).not.toBe(killed);
}, 180_000);

test('with no API ready, each still answers what it can: the balancer does not answer for them', async () => {
  const redis = cluster.pidOf('redis');
  process.kill(redis, 'SIGSTOP');
  try {
    // Until the balancer has noticed that nobody is ready.
    await pause(6_000);
    const alive = await fetch(`${cluster.stack().apiUrl}/healthz`);
    expect(alive.status).toBe(200);
    const refused = await fetch(`${cluster.stack().apiUrl}/readyz`);
    expect(await refused.json()).toMatchObject({ missing: ['queue'] });
  } finally {
    process.kill(redis, 'SIGCONT');
  }
  for (const deadline = Date.now() + 30_000; ; await pause(200)) {
    const { ok } = await fetch(`${cluster.stack().apiUrl}/readyz`);
    if (ok) break;
    if (Date.now() > deadline) throw new Error('it is not ready again');
  }
}, 90_000);

test('stopped and started again it goes on where it was, and leaves no process behind', async () => {
  const sale = await api.onSale({ seats: 3 });
  const holder: Fan = await api.fan({ balance: 5_000 });
  await api.join(holder, sale.concertId);
  await api.until(holder, 'ADMITTED');
  const [seat] = await api.seatIds(holder, sale.scheduleId);
  await api.hold(holder, sale.scheduleId, [seat]);

  const before = cluster.stack().processes;
  expect(await cluster.stop()).toBe(0);
  expect(before.filter(({ pid }) => isAlive(pid))).toEqual([]);
  expect(existsSync(path.join(cluster.folder, 'stack.json'))).toBe(false);
  expect(await cluster.run('restartCluster.mjs')).toEqual({
    code: 1,
    output: expect.stringContaining('No cluster runs') as string,
  });

  await cluster.start();
  api = new ApiClient(cluster.stack());
  // The hold came due meanwhile.
  await api.until(holder, 'ADMITTED');
  expect((await api.pay(holder, randomUUID())).body.code).toBe('HOLD_EXPIRED');
}, 300_000);

test('the balancer’s log has no key, token or address in it', () => {
  const log = readFileSync(path.join(cluster.folder, 'logs/balancer.log'), 'utf8');
  // A fan left an event stream above: at WARN that is a line with the address.
  expect(log).not.toContain('aborting with incomplete response');
  expect(log).not.toMatch(/Bearer|Queue-Token|X-Api-Key|"remote_ip"|"client_ip"|"headers"/i);
});
