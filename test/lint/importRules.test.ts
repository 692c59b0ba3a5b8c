import { execFile } from 'node:child_process';
import path from 'node:path';

const REPOSITORY = path.resolve(__dirname, '../..');
const FIXTURES = path.join(__dirname, 'fixtures');

// Type-checked linting on a busy machine.
jest.setTimeout(120_000);

interface Finding {
  file: string;
  rule: string;
}

/** The output of a program that ends with 1 when it found something; rejects when it could not run at all. */
function outputOf(program: string, args: string[], cwd: string): Promise<string> {
  const command = [path.join(REPOSITORY, 'node_modules', program), ...args];
  return new Promise((resolve, reject) => {
    execFile(
      process.execPath,
      command,
      { cwd, timeout: 110_000, maxBuffer: 64 << 20 },
      (error, stdout, stderr) => {
        if (error?.killed || !/^[[{]/.test(stdout)) {
          reject(new Error(`${program} did not run: ${stderr || stdout}`));
        } else resolve(stdout);
      },
    );
  });
}

async function forbiddenImports(cwd: string): Promise<Finding[]> {
  const args = ['src', '--config', path.join(REPOSITORY, '.dependency-cruiser.cjs'), '--output-type', 'json'];
  const { summary } = JSON.parse(
    await outputOf('dependency-cruiser/bin/dependency-cruise.mjs', args, cwd),
  ) as {
    summary: { totalCruised: number; violations: { from: string; rule: { name: string } }[] };
  };
  expect(summary.totalCruised).toBeGreaterThan(20);
  return summary.violations.map(({ from, rule }) => ({ file: from, rule: rule.name }));
}

async function lintFindings(cwd: string, folders: string[]): Promise<Finding[]> {
  const args = ['--config', path.join(REPOSITORY, 'eslint.config.mjs'), '--format', 'json', ...folders];
  const results = JSON.parse(await outputOf('eslint/bin/eslint.js', args, cwd)) as {
    filePath: string;
    messages: { ruleId: string }[];
  }[];
  expect(results.length).toBeGreaterThan(5);
  return results.flatMap(({ filePath, messages }) =>
    messages.map(({ ruleId }) => ({ file: path.relative(cwd, filePath), rule: ruleId })),
  );
}

describe('the import rules', () => {
  let findings: Finding[];
  beforeAll(async () => {
    findings = await forbiddenImports(FIXTURES);
  });

  test.each([
    ['contracts/importsDomain', 'contracts-imports'],
    ['contracts/importsSchemas', 'contracts-imports'],
    ['domain/importsQueue', 'domain-imports'],
    ['domain/importsDates', 'domain-imports'],
    ['workflows/importsActivities', 'workflows-imports'],
    ['workflows/importsPersistence', 'workflows-imports'],
    ['workflows/importsQueue', 'workflows-imports'],
    ['workflows/importsConfig', 'workflows-imports'],
    ['workflows/importsApi', 'workflows-imports'],
    ['workflows/importsNode', 'workflows-imports'],
    ['workflows/importsClient', 'workflows-imports'],
    ['activities/importsWorkflows', 'activities-imports'],
    ['activities/importsApi', 'activities-imports'],
    ['activities/importsRoomWorkflow', 'activities-imports'],
    ['api/importsActivities', 'api-imports'],
    ['api/importsWorkers', 'api-imports'],
    ['api/importsWorkflows', 'api-imports'],
    ['api/importsTypeorm', 'only-persistence-speaks-sql'],
    ['persistence/importsQueue', 'persistence-imports'],
    ['persistence/importsConfig', 'database-address-only-in-programs'],
    ['queue/importsPersistence', 'queue-imports'],
    ['queue/importsTemporal', 'queue-imports'],
    ['metrics/importsQueue', 'metrics-imports'],
    ['queue/importsProgram', 'terminal-only-in-programs'],
    ['sandbox/importsWorkflows', 'sandbox-imports'],
    ['workers/importsApi', 'workers-imports'],
    ['workers/importsOpenTelemetry', 'only-tracing-loads-opentelemetry'],
    ['queue/importsTracing', 'only-entry-points-trace'],
    ['tracing/ofApi', 'tracing-is-loaded-when-wanted'],
    ['workers/importsOperations', 'operations-and-replay-are-ends'],
    ['workers/importsReplay', 'operations-and-replay-are-ends'],
    ['workers/importsDevDependency', 'no-dev-dependencies'],
    ['workers/importsTests', 'not-outside-src'],
    ['workers/importsNothing', 'no-unresolved'],
    ['queue/cycleHead', 'no-cycles'],
    ['domain/orphan', 'no-orphans'],
    ['replay/harness', 'no-unused-files'],
    ['client/importsContracts', 'client-imports'],
    ['workers/importsRestClient', 'nobody-is-a-client'],
    ['logger', 'files-of-all-rooms'],
  ])('src/%s.ts breaks %s', (file, rule) => {
    expect(findings).toContainEqual({ file: `src/${file}.ts`, rule });
  });

  test('each rule has a file that breaks it, and files that obey are not reported for their imports', () => {
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- CommonJS by dependency-cruiser's convention
    const { forbidden } = require('../../.dependency-cruiser.cjs') as { forbidden: { name: string }[] };
    const broken = new Set(findings.map(({ rule }) => rule));
    expect([...broken].sort()).toEqual(forbidden.map(({ name }) => name).sort());
    const obedient = ['api/main', 'domain/rule', 'queue/line', 'activities/refund', 'roomWorkflow'].map(
      (file) => `src/${file}.ts`,
    );
    const reported = findings.filter(
      ({ file, rule }) => obedient.includes(file) && rule !== 'no-unused-files',
    );
    expect(reported).toEqual([]);
  });

  test('the source obeys all of them', async () => {
    expect(await forbiddenImports(REPOSITORY)).toEqual([]);
  });
});

describe('the lint rules', () => {
  let findings: Finding[];
  beforeAll(async () => {
    findings = await lintFindings(FIXTURES, ['src']);
  });

  test.each([
    ['workflows/importsNode', 'no-restricted-imports'],
    ['domain/importsDates', 'no-restricted-imports'],
    ['contracts/importsSchemas', 'no-restricted-imports'],
    ['domain/usesProcess', 'no-restricted-globals'],
    ['api/readsEnvironment', 'no-restricted-imports'],
    ['api/readsEnvironment', 'no-restricted-properties'],
    ['api/floatingPromise', '@typescript-eslint/no-floating-promises'],
    ['api/anyValue', '@typescript-eslint/no-explicit-any'],
    ['api/gapInSwitch', '@typescript-eslint/switch-exhaustiveness-check'],
    ['api/unusedName', '@typescript-eslint/no-unused-vars'],
    ['api/looseEquality', 'eqeqeq'],
    ['api/printing', 'no-console'],
  ])('src/%s.ts breaks %s', (file, rule) => {
    expect(findings).toContainEqual({ file: `src/${file}.ts`, rule });
  });

  test('src/config.ts may read the environment, each of its spellings elsewhere is reported', () => {
    expect(findings.filter(({ file }) => file === 'src/config.ts')).toEqual([]);
    expect(findings.filter(({ file }) => file === 'src/api/readsEnvironment.ts')).toHaveLength(3);
  });

  test('the rooms of the workflow sandbox obey all of them', async () => {
    expect(await lintFindings(REPOSITORY, ['src/contracts', 'src/domain', 'src/workflows'])).toEqual([]);
  });
});
