import fc from 'fast-check';
import { loadConfig, loadDatabaseUrl, loadTracing } from '../../src/config';

const REQUIRED = {
  DATABASE_URL: 'postgres://user:pass@db.example:5432/concerts',
  REDIS_URL: 'redis://cache.example:6379',
  ADMIN_KEY: 'an-admin-key-of-20-c',
  QUEUE_TOKEN_SECRETS: 'a-secret-of-at-least-32-characters!!',
};

const DEFAULTS = {
  PORT: 3000,
  HOST: '127.0.0.1',
  WORKER_PORT: 0,
  DATABASE_POOL_SIZE: 10,
  TEMPORAL_ADDRESS: '127.0.0.1:7233',
  TEMPORAL_NAMESPACE: 'default',
  TASK_QUEUE: 'concert-sessions',
  TRUST_PROXY: 0,
  MAX_CONNECTIONS: 20_000,
  RATE_LIMIT_PER_ADDRESS: 1_000,
  RATE_LIMIT_PER_USER: 1_000,
  RATE_LIMIT_JOINS: 120,
  RATE_LIMIT_HOLDS: 120,
  MAX_CALLS_IN_FLIGHT: 20,
  HOLD_SECONDS: 300,
  HOLD_CAP_SECONDS: 900,
  HOLD_SHOWN_AFTER_SECONDS: 10,
  ADMISSION_WINDOW_SECONDS: 600,
  QUEUE_WAIT_SECONDS: 21_600,
  MAX_SEATS_PER_FAN: 4,
  CANCELLATION_CUTOFF_HOURS: 24,
  CANCELLATIONS_AT_ONCE: 20,
  ADMISSION_TICK_MS: 200,
  SILENT_AFTER_SECONDS: 90,
  SILENT_GRACE_SECONDS: 300,
  ROOM_SHIFT_SECONDS: 30,
  ROOM_CONTINUE_AFTER_EVENTS: 1000,
  ANSWER_WITHIN_MS: 8_000,
  WORKER_DEPLOYMENT: 'concert-sessions',
  WORKFLOW_TASK_SLOTS: 40,
  ACTIVITY_SLOTS: 100,
  MAX_CACHED_WORKFLOWS: 1000,
  WORKFLOW_STACK_TRACES: false,
  SHUTDOWN_GRACE_SECONDS: 10,
  MAX_STREAMS: 10_000,
  DRAIN_SECONDS: 0,
  RECONCILE_EVERY_SECONDS: 300,
  RECONCILE_LEAST_OPEN_PERCENT: 10,
  LOG_LEVEL: 'info',
};

/** Keys that may be left out and then are nothing. */
const OPTIONAL = ['ADMIN_VIEWER_KEY', 'CORS_ORIGINS', 'WORKER_BUILD_ID'];

/** Keys that take any text. */
const FREE_TEXT = ['HOST', 'TEMPORAL_ADDRESS', 'TEMPORAL_NAMESPACE', 'TASK_QUEUE', 'WORKER_DEPLOYMENT'];

/** A value of each other key that must be refused. */
const WRONG: Record<string, string> = {
  PORT: '65536',
  WORKER_PORT: '-1',
  DATABASE_URL: 'mysql://someone:hunter2@db/concerts',
  DATABASE_POOL_SIZE: '0',
  REDIS_URL: 'http://:hunter2@cache',
  ADMIN_KEY: 'hunter2',
  QUEUE_TOKEN_SECRETS: 'hunter2,hunter3',
  ADMIN_VIEWER_KEY: 'hunter2,hunter3',
  CORS_ORIGINS: 'https://hunter2/path',
  TRUST_PROXY: 'hunter2',
  MAX_CONNECTIONS: '0',
  RATE_LIMIT_PER_ADDRESS: '-1',
  RATE_LIMIT_PER_USER: '1.5',
  RATE_LIMIT_JOINS: 'many',
  RATE_LIMIT_HOLDS: '-1',
  MAX_CALLS_IN_FLIGHT: '-1',
  HOLD_SECONDS: '1.5',
  HOLD_CAP_SECONDS: '0',
  HOLD_SHOWN_AFTER_SECONDS: '301',
  ADMISSION_WINDOW_SECONDS: '-1',
  QUEUE_WAIT_SECONDS: 'an hour',
  MAX_SEATS_PER_FAN: '0',
  CANCELLATION_CUTOFF_HOURS: '-1',
  CANCELLATIONS_AT_ONCE: '0',
  ADMISSION_TICK_MS: 'NaN',
  SILENT_AFTER_SECONDS: '5',
  SILENT_GRACE_SECONDS: '0',
  ROOM_SHIFT_SECONDS: '-30',
  ROOM_CONTINUE_AFTER_EVENTS: '0',
  ANSWER_WITHIN_MS: '0',
  WORKER_BUILD_ID: 'version 2',
  WORKFLOW_TASK_SLOTS: '0',
  ACTIVITY_SLOTS: '0',
  MAX_CACHED_WORKFLOWS: 'Infinity',
  WORKFLOW_STACK_TRACES: 'yes',
  SHUTDOWN_GRACE_SECONDS: '0',
  MAX_STREAMS: '0',
  DRAIN_SECONDS: '301',
  RECONCILE_EVERY_SECONDS: '-1',
  RECONCILE_LEAST_OPEN_PERCENT: '101',
  LOG_LEVEL: 'hunter2',
};

function refusalOf(load: () => unknown): string {
  try {
    load();
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error('the configuration was accepted');
}

describe('the configuration', () => {
  const withDefaults = loadConfig(REQUIRED);

  test.each(Object.entries(DEFAULTS))('%s is %p when it is not set', (key, value) => {
    expect(withDefaults[key as keyof typeof DEFAULTS]).toBe(value);
  });

  test('has no key whose default or need is untested', () => {
    const tested = [...Object.keys(DEFAULTS), ...Object.keys(REQUIRED)];
    expect(Object.keys(withDefaults).sort()).toEqual(tested.sort());
    expect([...Object.keys(WRONG), ...FREE_TEXT].sort()).toEqual([...tested, ...OPTIONAL].sort());
  });

  test.each(Object.keys(DEFAULTS))('%s set to blanks is as good as not set', (key) => {
    expect(loadConfig({ ...REQUIRED, [key]: '  ' })).toEqual(withDefaults);
  });

  test.each(Object.keys(REQUIRED))('%s has to be set', (key) => {
    expect(refusalOf(() => loadConfig({ ...REQUIRED, [key]: undefined }))).toContain(key);
  });

  test.each(Object.entries(WRONG))('an error about %s names the key and not the value %p', (key, value) => {
    const message = refusalOf(() => loadConfig({ ...REQUIRED, [key]: value }));
    const lines = message.split('\n');
    expect(lines[0]).toBe('The configuration is not valid:');
    for (const line of lines.slice(1)) expect(line).toMatch(new RegExp(`^ {2}${key}(\\.\\d+)?: \\S`));
    expect(message).not.toMatch(/hunter[23]/);
  });

  test('all wrong keys are told at once', () => {
    const lines = refusalOf(() => loadConfig(WRONG))
      .split('\n')
      .slice(1);
    const told = new Set(lines.map((line) => line.trim().split(/[.:]/)[0]));
    expect([...told].sort()).toEqual(Object.keys(WRONG).sort());
  });

  const tooShort = (most: number) =>
    fc.string({ maxLength: most }).filter((secret) => !secret.includes(',') && secret.trim() !== '');
  test.each([
    ['ADMIN_KEY', tooShort(15)],
    ['QUEUE_TOKEN_SECRETS', tooShort(31)],
    ['DATABASE_URL', fc.string().map((password) => `mysql://user:${password}@db/concerts`)],
    ['REDIS_URL', fc.string().map((password) => `http://:${password}@cache`)],
  ])('an error about %s says the same whatever its value is', (key, values) => {
    const wrong = refusalOf(() => loadConfig({ ...REQUIRED, [key]: WRONG[key]?.split(',')[0] }));
    fc.assert(
      fc.property(values, (value) => {
        expect(refusalOf(() => loadConfig({ ...REQUIRED, [key]: value }))).toBe(wrong);
      }),
    );
  });

  test('queue token secrets are a list, for rotation; each is trimmed', () => {
    const [one, two] = ['1'.repeat(32), '2'.repeat(32)];
    expect(loadConfig({ ...REQUIRED, QUEUE_TOKEN_SECRETS: `${one} , ${two}` }).QUEUE_TOKEN_SECRETS).toEqual([
      one,
      two,
    ]);
    expect(refusalOf(() => loadConfig({ ...REQUIRED, QUEUE_TOKEN_SECRETS: `${one},` }))).toContain(
      'QUEUE_TOKEN_SECRETS',
    );
  });

  test('admin keys are lists too, and viewers are none unless they are named', () => {
    const [one, two] = ['1'.repeat(16), '2'.repeat(16)];
    expect(loadConfig({ ...REQUIRED, ADMIN_KEY: `${one},${two}` }).ADMIN_KEY).toEqual([one, two]);
    expect(withDefaults.ADMIN_VIEWER_KEY).toBeUndefined();
    expect(loadConfig({ ...REQUIRED, ADMIN_VIEWER_KEY: one }).ADMIN_VIEWER_KEY).toEqual([one]);
  });

  test.each([
    ['1', 1],
    ['loopback', 'loopback'],
    ['10.0.0.0/8, fd00::/8', '10.0.0.0/8, fd00::/8'],
  ])('TRUST_PROXY %p is %p', (text, value) => {
    expect(loadConfig({ ...REQUIRED, TRUST_PROXY: text }).TRUST_PROXY).toBe(value);
  });

  test('origins for browsers are a list without paths', () => {
    const origins = ['https://tickets.example', 'http://localhost:5173'];
    expect(loadConfig({ ...REQUIRED, CORS_ORIGINS: origins.join(', ') }).CORS_ORIGINS).toEqual(origins);
    expect(loadConfig({ ...REQUIRED, CORS_ORIGINS: '*' }).CORS_ORIGINS).toEqual(['*']);
    expect(refusalOf(() => loadConfig({ ...REQUIRED, CORS_ORIGINS: 'tickets.example' }))).toContain(
      'origins',
    );
  });

  test('the address of the database alone can be read, and its error names it alone', () => {
    expect(loadDatabaseUrl({ DATABASE_URL: REQUIRED.DATABASE_URL })).toBe(REQUIRED.DATABASE_URL);
    const message = refusalOf(() => loadDatabaseUrl({ DATABASE_URL: WRONG.DATABASE_URL }));
    expect(message).toContain('DATABASE_URL');
    expect(message).not.toContain('hunter2');
  });
});

describe('whether a process is traced', () => {
  const OTEL_EXPORTER_OTLP_ENDPOINT = 'http://collector.example:4318';

  test.each([
    [{}, false],
    [{ OTEL_EXPORTER_OTLP_ENDPOINT: ' ' }, false],
    [{ OTEL_SERVICE_NAME: 'tickets', OTEL_TRACES_EXPORTER: 'otlp' }, false],
    [{ OTEL_EXPORTER_OTLP_ENDPOINT }, true],
    [{ OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'https://collector.example/v1/traces' }, true],
    [{ OTEL_EXPORTER_OTLP_ENDPOINT, OTEL_TRACES_EXPORTER: 'none' }, false],
    [{ OTEL_EXPORTER_OTLP_ENDPOINT, OTEL_SDK_DISABLED: 'TRUE' }, false],
    [{ OTEL_EXPORTER_OTLP_ENDPOINT, OTEL_SDK_DISABLED: 'false' }, true],
  ])('%j: %s', (environment, expected) => {
    expect(loadTracing(environment)).toBe(expected);
  });

  test.each([
    ['OTEL_EXPORTER_OTLP_ENDPOINT', 'hunter2:4317'],
    ['OTEL_EXPORTER_OTLP_TRACES_ENDPOINT', 'grpc://hunter2'],
    ['OTEL_EXPORTER_OTLP_PROTOCOL', 'grpc-hunter2'],
    ['OTEL_TRACES_EXPORTER', 'zipkin-hunter2'],
  ])('%s with a wrong value is refused by its name', (key, value) => {
    expect(() => loadTracing({ OTEL_EXPORTER_OTLP_ENDPOINT, [key]: value })).toThrow(key);
    expect(() => loadTracing({ OTEL_EXPORTER_OTLP_ENDPOINT, [key]: value })).not.toThrow('hunter2');
  });
});
