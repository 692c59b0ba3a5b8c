import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { CALLS_WITH_KEY } from '../../src/client/schema';

const REPOSITORY = path.resolve(__dirname, '../..');

// Formatting some thousand lines on a busy machine.
jest.setTimeout(120_000);

describe('the types of the client', () => {
  test('are those that npm run client makes of openapi.json', async () => {
    const output = await new Promise<string>((resolve) => {
      const command = [path.join(REPOSITORY, 'scripts/client.mjs'), '--check'];
      execFile(process.execPath, command, { cwd: REPOSITORY }, (error, stdout, stderr) =>
        resolve(`${error?.code ?? 0} ${stdout}${stderr}`),
      );
    });
    expect(output).toBe('0 ');
  });

  test('know each call of the document that takes an Idempotency-Key', () => {
    const document = readFileSync(path.join(REPOSITORY, 'openapi.json'), 'utf8');
    const { paths } = JSON.parse(document) as { paths: Record<string, Record<string, object>> };
    const withKey = Object.entries(paths).flatMap(([address, operations]) =>
      Object.entries(operations)
        .filter(([, operation]) => JSON.stringify(operation).includes('parameters/IdempotencyKey"'))
        .map(([method]) => `${method.toUpperCase()} ${address}`),
    );
    expect(withKey.length).toBeGreaterThan(1);
    expect([...CALLS_WITH_KEY].sort()).toEqual(withKey.sort());
  });
});
