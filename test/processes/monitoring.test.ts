import { readFileSync } from 'node:fs';
import path from 'node:path';
import { randomUUID } from 'node:crypto';
import { Client, Connection } from '@temporalio/client';
import { parse } from 'yaml';
import { recordReconciliation } from '../../src/persistence/statements/recordReconciliation';
import { ApiClient } from '../support/apiClient';
import { REPOSITORY, startProcess } from '../support/childProcess';
import { freePort } from '../support/freePort';
import { metricsIn, samplesOf, valueOf, type Sample } from '../support/metricsText';
import { endOpenWorkflows } from '../support/openWorkflows';
import { readPromql } from '../support/promql';
import { createTestDatabase, type TestDatabase } from '../support/testDatabase';
import { ADMIN_KEY, testEnvironment } from '../support/testEnvironment';
import { createTestRedis } from '../support/testRedis';

const TASK_QUEUE = `monitoring-${process.pid}-${Date.now()}`;

const fileOf = (...name: string[]): string => readFileSync(path.join(REPOSITORY, ...name), 'utf8');

interface Rule {
  alert: string;
  expr: string;
  annotations: { summary: string; runbook: string };
  labels: { severity: string };
}
const { groups } = parse(fileOf('monitoring', 'alerts.yml')) as { groups: { rules: Rule[] }[] };
const rules = groups.flatMap((group) => group.rules);

interface Panel {
  id: number;
  title: string;
  type: string;
  datasource?: { uid: string };
  targets?: { expr: string; datasource: { uid: string } }[];
}
const dashboard = JSON.parse(fileOf('monitoring', 'grafana-dashboard.json')) as {
  panels: Panel[];
  templating: { list: { definition?: string }[] };
};
const jobs = (
  parse(fileOf('monitoring', 'prometheus.yml')) as {
    scrape_configs: { job_name: string; dns_sd_configs: { names: string[]; port: number }[] }[];
    rule_files: string[];
  }
).scrape_configs;

/** Of each process: what it gave after there had been a sale. */
const texts = { API: '', worker: '' };
let metrics: Map<string, Set<string>>;
let samples: Sample[];
const secrets: string[] = [];

beforeAll(async () => {
  const database = await createTestDatabase();
  const testRedis = await createTestRedis();
  const workerPort = await freePort();
  const special = { TASK_QUEUE, RATE_LIMIT_PER_ADDRESS: '0' };
  const environment = testEnvironment({ database, redis: testRedis }, special);
  const [api, worker] = await Promise.all([
    startProcess('dist/src/api/main.js', environment),
    startProcess('dist/src/workers/main.js', { ...environment, WORKER_PORT: String(workerPort) }),
  ]);
  const connection = await Connection.connect({ address: process.env.TEMPORAL_ADDRESS });
  const client = new Client({ connection });
  try {
    const apiUrl = api.url();
    expect(worker.url()).toBe(`http://127.0.0.1:${workerPort}`);
    await haveASale(new ApiClient({ apiUrl, adminKey: ADMIN_KEY }), client, database);
    texts.API = await textOf(`${apiUrl}/metrics`);
    texts.worker = await textOf(`${worker.url()}/metrics`);
  } finally {
    await api.stop();
    await endOpenWorkflows(client, TASK_QUEUE);
    await connection.close();
    await worker.stop();
    await testRedis.close();
    await database.close();
  }
  const ofBoth = [metricsIn(texts.API), metricsIn(texts.worker)];
  metrics = new Map<string, Set<string>>();
  for (const [name, labels] of ofBoth.flatMap((found) => [...found]))
    metrics.set(name, new Set([...(metrics.get(name) ?? []), ...labels]));
  samples = [...samplesOf(texts.API), ...samplesOf(texts.worker)];
}, 120_000);

async function textOf(url: string): Promise<string> {
  const response = await fetch(url);
  expect([response.status, response.headers.get('content-type')]).toEqual([
    200,
    'text/plain; version=0.0.4; charset=utf-8',
  ]);
  return await response.text();
}

/** What makes each metric appear: a fan who waits, is admitted and buys, one who leaves, a workflow that cannot run. */
async function haveASale(api: ApiClient, client: Client, { dataSource }: TestDatabase): Promise<void> {
  const sale = await api.onSale({ seats: 4, capacity: 0 });
  const fan = await api.fan({ balance: 5_000 });
  await api.join(fan, sale.concertId);
  await api.must(200, 'PATCH', `/v1/admin/concerts/${sale.concertId}/waiting-room`, {
    admin: true,
    body: { capacity: 5 },
  });
  await api.until(fan, 'ADMITTED');
  const { items } = await api.must(200, 'GET', `/v1/schedules/${sale.scheduleId}/seats`, { fan });
  await api.hold(fan, sale.scheduleId, [items[0].id]);
  expect((await api.pay(fan, randomUUID())).status).toBe(201);
  const other = await api.fan();
  await api.join(other, sale.concertId);
  // Of a fan admitted on arrival: the API's own.
  await api.hold(other, sale.scheduleId, [items[1].id]);
  await api.must(204, 'DELETE', '/v1/session', { fan: other });
  secrets.push(fan.id, fan.key, fan.token!, fan.sessionId!, other.id);

  const stuck = await client.workflow.start('noSuchWorkflow', {
    ...{ taskQueue: TASK_QUEUE, workflowId: `${TASK_QUEUE}-stuck` },
  });
  for (const deadline = Date.now() + 30_000; Date.now() < deadline;) {
    const { events } = await stuck.fetchHistory();
    if (events?.some(({ workflowTaskFailedEventAttributes: failed }) => failed)) break;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  await stuck.terminate();
  await recordReconciliation(dataSource, {
    ...{ id: randomUUID(), startedAt: Date.now(), counts: { 'room-not-ready': 0 } },
    ...{ repaired: { 'slot-without-session': 1 }, keepRecordsMs: 86_400_000, examples: [] },
  });
}

/** Prometheus' own. */
const OF_PROMETHEUS = new Map([['up', new Set<string>()]]);
const TARGET_LABELS = ['job', 'instance'];

function labelsOf(metric: string): ReadonlySet<string> | undefined {
  const base = metric.replace(/_(bucket|sum|count)$/, '');
  return metrics.get(metric) ?? metrics.get(base) ?? OF_PROMETHEUS.get(metric);
}

/** What in an expression does not exist. */
function strangersIn(expression: string): string[] {
  const { selectors, grouping } = readPromql(expression.replaceAll('$concert', '.+'));
  const known = new Set<string>(['le', ...TARGET_LABELS]);
  const strange: string[] = [];
  for (const { metric, matchers } of selectors) {
    const labels = labelsOf(metric);
    if (!labels) strange.push(metric);
    for (const label of labels ?? []) known.add(label);
    for (const { label, op, value } of matchers) {
      if (TARGET_LABELS.includes(label)) {
        const pattern = new RegExp(op === '=~' ? `^(?:${value})$` : `^${value}$`);
        if (!jobs.some(({ job_name }) => pattern.test(job_name))) strange.push(`${label}${op}${value}`);
      } else if (!labels?.has(label)) strange.push(`${metric}{${label}}`);
      else if (op === '=' && !valuesOf(metric, label).has(value))
        strange.push(`${metric}{${label}="${value}"}`);
    }
  }
  return [...strange, ...grouping.filter((label) => !known.has(label))];
}

/** Those that were given; of statuses all, since nothing here may fail. */
function valuesOf(metric: string, label: string): Set<string> {
  const given = samples.filter(({ name }) => name === metric).map(({ labels }) => labels[label] ?? '');
  return new Set([...given, ...(metric === 'concert_sessions_http_requests_total' ? ['5xx'] : [])]);
}

describe('what a real API and a real worker tell', () => {
  test('has what the sale did', () => {
    const held = { step: 'holdSeats', outcome: 'done' };
    for (const text of Object.values(texts))
      expect(valueOf(samplesOf(text), 'concert_sessions_steps_total', held)).toBe(1);
    expect(valueOf(samples, 'concert_sessions_captured_minor_units_total')).toBe(1_000);
    expect(valueOf(samples, 'concert_sessions_session_ends_total', { reason: 'FAN_LEFT' })).toBe(1);
    expect(valueOf(samples, 'concert_sessions_admission_lag_seconds_count')).toBe(1);
    expect(valueOf(samples, 'concert_sessions_seats', { status: 'RESERVED' })).toBe(1);
    expect(valueOf(samples, 'concert_sessions_worker_polling')).toBe(1);
    for (const dependency of ['database', 'redis', 'temporal'])
      expect(valueOf(samples, 'concert_sessions_dependency_up', { dependency })).toBe(1);
    const joins = { operation: 'joinConcert', status: '2xx' };
    expect(valueOf(samples, 'concert_sessions_http_requests_total', joins)).toBe(2);
  });

  test("has the metrics of Temporal's SDK at the worker's own address", () => {
    expect([...metrics.keys()].filter((name) => name.startsWith('temporal_')).length).toBeGreaterThan(10);
  });

  test('names nobody: no fan, session, key or address', () => {
    for (const text of Object.values(texts)) {
      for (const secret of secrets) expect(text).not.toContain(secret);
      expect(text).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}-|@[a-z]/);
    }
  });

  test('is what docs/operations.md lists, with the same labels, of the same process', () => {
    const rows = [
      ...fileOf('docs', 'operations.md').matchAll(
        /^\| `([a-z0-9_]+)(?:\{([a-z_,]+)\})?` +\| (API|worker|both) /gm,
      ),
    ];
    const documented = rows.map(
      ([, name, labels = '', of]) => `${of}: ${name} ${labels.split(',').sort().join()}`,
    );
    const given = { API: metricsIn(texts.API), worker: metricsIn(texts.worker) };
    const told = [...metrics]
      .filter(([name]) => !name.startsWith('temporal_'))
      .map(([name, labels]) => {
        const of = !given.worker.has(name) ? 'API' : given.API.has(name) ? 'both' : 'worker';
        return `${of}: ${name} ${[...labels].sort().join()}`;
      });
    expect(documented.sort()).toEqual(told.sort());
  });
});

describe('the alert rules', () => {
  test.each(rules.map((rule) => [rule.alert, rule] as const))(
    '%s is PromQL over what exists',
    (_alert, { expr }) => {
      expect(strangersIn(expr)).toEqual([]);
    },
  );

  test('name only labels that their expression leaves', () => {
    for (const { alert, expr, annotations } of rules) {
      const used = [...annotations.summary.matchAll(/\$labels\.(\w+)/g)].map(([, label]) => label!);
      const { selectors, grouping } = readPromql(expr);
      const left = new Set([
        ...grouping,
        ...TARGET_LABELS,
        ...selectors.flatMap(({ metric }) => [...(labelsOf(metric) ?? [])]),
      ]);
      expect({ alert, strange: used.filter((label) => !left.has(label)) }).toEqual({ alert, strange: [] });
    }
  });

  test('each have an entry in the runbook, and each entry its alert', () => {
    const document = fileOf('docs', 'operations.md');
    const [, section = ''] = /\n## Alerts\n([\s\S]*?)(?=\n## |$)/.exec(document) ?? [];
    const entries = [...section.matchAll(/^### (\w+)$/gm)].map(([, name]) => name!);
    expect(rules.map(({ alert }) => alert).sort()).toEqual(entries.sort());
    for (const { alert, annotations, labels } of rules) {
      expect(annotations.runbook).toBe(`docs/operations.md#${alert.toLowerCase()}`);
      expect(['page', 'ticket']).toContain(labels.severity);
    }
  });

  test('refuse what does not exist: this test sees it', () => {
    expect(strangersIn('rate(concert_sessions_no_such_total[5m])')).toEqual([
      'concert_sessions_no_such_total',
    ]);
    expect(strangersIn('sum by (fan) (concert_sessions_holds_overdue)')).toEqual(['fan']);
    expect(strangersIn('concert_sessions_steps_total{outcome="lost"}')).toEqual([
      'concert_sessions_steps_total{outcome="lost"}',
    ]);
    expect(strangersIn('concert_sessions_seats{row="A"}')).toEqual(['concert_sessions_seats{row}']);
    expect(strangersIn('up{job="another"}')).toEqual(['job=another']);
    expect(() => readPromql('sum by (job (up)')).toThrow('not PromQL');
  });
});

describe('the dashboard', () => {
  const panels = dashboard.panels.filter(({ type }) => type !== 'row');

  test.each(panels.map((panel) => [panel.title, panel] as const))(
    '%s shows what exists',
    (_title, { targets = [] }) => {
      expect(targets.length).toBeGreaterThan(0);
      for (const { expr } of targets)
        expect({ expr, strange: strangersIn(expr) }).toEqual({ expr, strange: [] });
    },
  );

  test('takes its data from the source that is chosen, and has each panel once', () => {
    for (const { datasource, targets = [] } of panels)
      expect(
        new Set([datasource, ...targets.map((target) => target.datasource)].map((of) => of?.uid)),
      ).toEqual(new Set(['${datasource}']));
    expect(new Set(dashboard.panels.map(({ id }) => id)).size).toBe(dashboard.panels.length);
    for (const { definition } of dashboard.templating.list) {
      if (definition === undefined) continue;
      const [, metric = '', label = ''] = /^label_values\((\w+), (\w+)\)$/.exec(definition) ?? [];
      expect(labelsOf(metric)).toContain(label);
    }
  });
});

test('the scrape example asks the services of docker-compose.yml at their ports', () => {
  interface Service {
    environment: Record<string, unknown>;
  }
  const { services } = parse(fileOf('docker-compose.yml'), { merge: true }) as {
    services: Record<string, Service>;
  };
  for (const [job, kind, key] of [
    ['concert-sessions-api', /^api-/, 'PORT'],
    ['concert-sessions-worker', /^worker$/, 'WORKER_PORT'],
  ] as const) {
    const names = Object.keys(services).filter((name) => kind.test(name));
    const [port] = names.map((name) => services[name]!.environment[key]);
    const { dns_sd_configs: found } = jobs.find(({ job_name }) => job_name === job)!;
    expect(found).toEqual([{ names, type: 'A', port }]);
    expect(names.map((name) => services[name]!.environment.HOST)).toEqual(names.map(() => '0.0.0.0'));
  }
});
