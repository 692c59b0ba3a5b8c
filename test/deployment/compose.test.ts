import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import Ajv2020 from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import { parse } from 'yaml';
import { CONFIG_KEYS, loadConfig, loadTemporalSetupConfig, TRACING_KEYS } from '../../src/config';
import { composeFile, environmentOf, readText, REPOSITORY, type Service } from './composeFile';

/** What .env has to say. */
const GIVEN = {
  POSTGRES_PASSWORD: 'letters1and2digits',
  ADMIN_KEY: 'an-admin-key-of-the-tests',
  QUEUE_TOKEN_SECRETS: 'queue-token-secret-of-the-tests-32-characters',
};
const REQUIRED = { DATABASE_URL: 'postgres://db/x', REDIS_URL: 'redis://cache', ...GIVEN };

/** Keys of src/config.ts that the programs' common configuration leaves out, and why. */
const LEFT_OUT: Record<string, string> = {
  HOST: 'of APIs and workers only',
  PORT: 'of the APIs only',
  WORKER_PORT: 'of the workers only',
  TEMPORAL_RETENTION_DAYS: 'of temporal-setup only',
};

/**
 * Variables of the images that are not ours. temporalio/auto-setup: auto-setup.sh and config_template.yaml in temporalio/docker-builds and
 * temporalio/temporal; temporalio/ui: docker/config_template.yaml in temporalio/ui-server; postgres: the image's page.
 */
const OF_IMAGES: Record<string, string[]> = {
  postgres: ['POSTGRES_PASSWORD', 'POSTGRES_DB'],
  temporal: [
    ...['DB', 'DB_PORT', 'POSTGRES_SEEDS', 'POSTGRES_USER', 'POSTGRES_PWD', 'NUM_HISTORY_SHARDS'],
    ...['SKIP_DEFAULT_NAMESPACE_CREATION', 'SKIP_ADD_CUSTOM_SEARCH_ATTRIBUTES', 'DYNAMIC_CONFIG_FILE_PATH'],
  ],
  'temporal-ui': ['TEMPORAL_ADDRESS', 'TEMPORAL_DEFAULT_NAMESPACE'],
};

const compose = composeFile();
const services = Object.entries(compose.services);
const ours = services.filter(([, { build }]) => build);
const service = (name: string): Service => compose.services[name] as Service;

/** What a script exports. They are ES modules, which jest does not load: a process of its own does. */
function exportsOf<T>(file: string): T {
  const url = pathToFileURL(path.join(REPOSITORY, file)).href;
  const program = `console.log(JSON.stringify(await import(${JSON.stringify(url)})))`;
  return JSON.parse(
    execFileSync(process.execPath, ['--input-type=module', '-e', program], { encoding: 'utf8' }),
  ) as T;
}

test('docker-compose.yml is what the Compose specification allows', () => {
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  addFormats(ajv);
  const schema = JSON.parse(readText('test/deployment/compose-spec/compose-spec.json')) as object;
  const isValid = ajv.compile(schema);
  expect(isValid(compose) ? [] : isValid.errors).toEqual([]);
  // The schema bites.
  expect(isValid({ ...compose, services: { api: { comand: ['node'] } } })).toBe(false);
});

test('every service, config and volume that is named is there', () => {
  for (const [name, { depends_on: needs = {}, configs = [] }] of services) {
    for (const [other, { condition }] of Object.entries(needs)) {
      expect([name, Object.keys(compose.services)]).toEqual([name, expect.arrayContaining([other])]);
      if (condition === 'service_healthy')
        expect([other, service(other).healthcheck]).not.toContain(undefined);
    }
    for (const { source } of configs) expect(compose.configs).toHaveProperty([source]);
  }
  for (const { file } of Object.values(compose.configs).filter((config) => config.file))
    expect(existsSync(path.join(REPOSITORY, file ?? ''))).toBe(true);
});

test('each command of ours runs a program that the build makes, with the setting that npm start uses', () => {
  for (const [name, { command = [] }] of ours) {
    const programs = command.join(' ').match(/dist\/\S+\.js/g) ?? [];
    expect([name, programs.length]).toEqual([name, name === 'migrate' ? 2 : 1]);
    for (const program of programs) {
      const source = program.replace(/^dist\//, '').replace(/\.js$/, '.ts');
      expect([program, existsSync(path.join(REPOSITORY, source))]).toEqual([program, true]);
    }
  }
  const setting = /'(--max-semi-space-size=\d+)'/.exec(readText('scripts/programs.mjs'))?.[1];
  expect(service('api-1').command).toContain(setting);
  expect(readText('Dockerfile')).toContain(JSON.stringify(setting));
});

test('every variable that is set exists: in src/config.ts, in the balancer’s file, or in the image', () => {
  const known: Record<string, readonly string[]> = {
    ...OF_IMAGES,
    balancer: [...readText('deploy/Caddyfile').matchAll(/\{\$(\w+)\}/g)].map(([, name]) => name ?? ''),
  };
  const ofOurs = [...CONFIG_KEYS, ...TRACING_KEYS];
  for (const [name, { environment = {} }] of services) {
    const unknown = Object.keys(environment).filter((key) => !(known[name] ?? ofOurs).includes(key));
    expect([name, unknown]).toEqual([name, []]);
  }
});

test('every key of src/config.ts reaches the programs', () => {
  for (const name of ['migrate', 'worker', 'api-1', 'api-2']) {
    const passed = Object.keys(service(name).environment ?? {});
    const missing = CONFIG_KEYS.filter((key) => !passed.includes(key) && !(key in LEFT_OUT));
    expect([name, missing]).toEqual([name, []]);
  }
  expect(service('temporal-setup').environment).toHaveProperty('TEMPORAL_RETENTION_DAYS');
});

test('what is not set has the default of src/config.ts, but for what the balancer asks for', () => {
  const configured = loadConfig(environmentOf(service('worker'), GIVEN));
  const plain = loadConfig(REQUIRED);
  const different = CONFIG_KEYS.filter(
    (key) =>
      JSON.stringify(configured[key as keyof typeof plain]) !==
      JSON.stringify(plain[key as keyof typeof plain]),
  );
  expect(different).toEqual([
    'HOST',
    'WORKER_PORT',
    'DATABASE_URL',
    'REDIS_URL',
    'TEMPORAL_ADDRESS',
    'TRUST_PROXY',
    'DRAIN_SECONDS',
  ]);
  expect(configured).toMatchObject({ TRUST_PROXY: 1, DRAIN_SECONDS: 3 });
  expect(loadTemporalSetupConfig(environmentOf(service('temporal-setup'), GIVEN))).toEqual({
    TEMPORAL_ADDRESS: 'temporal:7233',
    TEMPORAL_NAMESPACE: 'default',
    TEMPORAL_RETENTION_DAYS: 7,
  });
});

test('a value that is set reaches the programs', () => {
  const set = { ...GIVEN, HOLD_SECONDS: '20', WORKER_BUILD_ID: '1.4' };
  expect(loadConfig(environmentOf(service('api-2'), set))).toMatchObject({
    HOLD_SECONDS: 20,
    WORKER_BUILD_ID: '1.4',
    HOST: '0.0.0.0',
    PORT: 3000,
  });
});

test('the ports agree: the balancer asks each API where it listens, and addresses name services', () => {
  const balancer = environmentOf(service('balancer'), GIVEN);
  const apis = services.filter(([, { command }]) => command?.includes('dist/src/api/main.js'));
  const listening = apis.map(([name, api]) => `${name}:${environmentOf(api, GIVEN).PORT}`);
  expect(listening).toHaveLength(2);
  expect((balancer.UPSTREAMS ?? '').split(' ')).toEqual(listening);
  expect(service('balancer').ports).toEqual([`127.0.0.1:\${API_PORT:-3000}:${balancer.LISTEN_PORT}`]);
  for (const [, api] of apis)
    expect(api.healthcheck?.test.join(' ')).toContain(`127.0.0.1:${environmentOf(api, GIVEN).PORT}/readyz`);
  const config = loadConfig(environmentOf(service('worker'), GIVEN));
  const hosts = [config.DATABASE_URL, config.REDIS_URL, `http://${config.TEMPORAL_ADDRESS}`];
  expect(hosts.map((url) => new URL(url).hostname)).toEqual(['postgres', 'redis', 'temporal']);
  expect(new URL(config.DATABASE_URL).pathname.slice(1)).toBe(service('postgres').environment?.POSTGRES_DB);
});

test('a program is not killed while it drains and ends what is under way', () => {
  for (const [name, program] of ours) {
    const { DRAIN_SECONDS, SHUTDOWN_GRACE_SECONDS } = loadConfig({
      ...REQUIRED,
      ...environmentOf(program, GIVEN),
    });
    const grace = Number(/^(\d+)s$/.exec(program.stop_grace_period ?? '')?.[1]);
    expect([name, grace]).toEqual([name, 40]);
    // The API takes up to 10 s for what is under way.
    expect(grace).toBeGreaterThan(Math.max(DRAIN_SECONDS + 10, SHUTDOWN_GRACE_SECONDS) + 5);
  }
});

test('npm run start:cluster runs the same versions with the same limits and shards', () => {
  const { goPrograms } = exportsOf<{ goPrograms: Record<string, { version: string }> }>(
    'scripts/engines/goPrograms.mjs',
  );
  const versions = Object.fromEntries(Object.entries(goPrograms).map(([key, { version }]) => [key, version]));
  expect(service('temporal').image).toBe(`temporalio/auto-setup:${versions.temporalServer?.slice(1)}`);
  expect(service('temporal-ui').image).toBe(`temporalio/ui:${versions.temporalUi?.slice(1)}`);
  expect(service('balancer').image).toBe(`caddy:${versions.balancer?.slice(1)}-alpine`);
  const { temporalLimits } = exportsOf<{ temporalLimits: Record<string, unknown> }>(
    'scripts/engines/temporalLimits.mjs',
  );
  const limits = parse(compose.configs['temporal-limits']?.content ?? '') as unknown;
  expect(limits).toEqual(
    Object.fromEntries(Object.entries(temporalLimits).map(([key, value]) => [key, [{ value }]])),
  );
  const { historyShards } = exportsOf<{ historyShards: number }>('scripts/engines/temporalServer.mjs');
  expect(service('temporal').environment?.NUM_HISTORY_SHARDS).toBe(historyShards);
});
