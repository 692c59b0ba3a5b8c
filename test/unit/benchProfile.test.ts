import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import type { Profiler } from 'node:inspector';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createOrigins, type CallFrame } from '../../bench/profile/codeOrigin';
import { readProfileOptions } from '../../bench/profile/profileOptions';
import { selfTimes } from '../../bench/profile/selfTime';
import { readScaleOptions } from '../../bench/scale/scaleOptions';

const frame = (functionName: string, url = '', scriptId = '0'): CallFrame => ({
  ...{ functionName, url, scriptId, lineNumber: 4, columnNumber: 0 },
});
const repository = mkdtempSync(path.join(tmpdir(), 'bench-profile-'));

interface Sampled {
  frame: CallFrame;
  ms: number;
  calls?: number[];
}

/** Node 1 is the root; each of the others ran once, for so long. */
function profileOf(nodes: Record<number, Sampled>): Profiler.Profile {
  const ids = Object.keys(nodes).map(Number);
  return {
    nodes: ids.map((id) => ({
      id,
      callFrame: nodes[id]?.frame as CallFrame,
      children: nodes[id]?.calls ?? [],
    })),
    startTime: 0,
    endTime: 0,
    samples: [...ids, 1],
    // Each is the time since the sample before.
    timeDeltas: [0, ...ids.map((id) => (nodes[id]?.ms ?? 0) * 1000)],
  };
}

describe('times of a profile', () => {
  const pg = `file://${repository}/node_modules/pg/lib/client.js`;
  const profile = profileOf({
    1: { frame: frame('(root)'), ms: 0, calls: [2, 3, 6] },
    2: { frame: frame('(idle)'), ms: 900 },
    3: { frame: frame('query', pg, '7'), ms: 10, calls: [4] },
    4: { frame: frame('write', 'node:net', '8'), ms: 20, calls: [5] },
    5: { frame: frame('writev'), ms: 30 },
    6: { frame: frame('(garbage collector)'), ms: 40 },
  });
  const of = (module: string, scale = 1) =>
    selfTimes(profile, createOrigins(repository), scale).modules.find((one) => one.module === module);

  test('waiting is no cost', () => {
    expect(selfTimes(profile, createOrigins(repository)).busyMs).toBeCloseTo(100);
  });

  test('what Node and native functions do for a package counts as its cost, beside its own', () => {
    expect(of('pg')).toEqual({ module: 'pg', selfMs: 10, withCalledMs: 60 });
    expect(of('native functions')).toEqual({ module: 'native functions', selfMs: 30, withCalledMs: 0 });
    expect(of('garbage collection')).toMatchObject({ selfMs: 40, withCalledMs: 40 });
  });

  test('sampled time is scaled to the CPU that the thread really used', () => {
    expect(of('pg', 0.5)).toEqual({ module: 'pg', selfMs: 5, withCalledMs: 30 });
  });
});

describe('where code comes from', () => {
  const originOf = createOrigins(repository);

  test('a function in a bundle belongs to the source it was bundled from', () => {
    const map = {
      ...{
        version: 3,
        names: [],
        sources: ['webpack://x/node_modules/@temporalio/workflow/src/internals.ts'],
      },
      mappings: 'AAUA',
    };
    const url = `data:application/json;charset=utf-8;base64,${Buffer.from(JSON.stringify(map)).toString('base64')}`;
    mkdirSync(path.join(repository, 'dist'), { recursive: true });
    const file = path.join(repository, 'dist', 'workflows.bundle.js');
    writeFileSync(file, `activate();\n//# sourceMappingURL=${url}\n`);
    expect(originOf({ ...frame('activate', file, '9'), lineNumber: 0 })).toEqual({
      module: '@temporalio/workflow',
      place: '@temporalio/workflow/src/internals.ts:11',
    });
  });

  test('code without a source map is told by its file', () => {
    expect(originOf(frame('main', `file://${repository}/dist/src/api/app.js`, '10'))).toEqual({
      module: 'src/api',
      place: 'src/api/app.js:5',
    });
    expect(originOf(frame('add', `${repository}/node_modules/a/node_modules/@b/c/d.js`, '11')).module).toBe(
      '@b/c',
    );
  });

  test('code that is in no file has a place of its own', () => {
    expect(originOf(frame('enter', 'evalmachine.<anonymous>', '12'))).toEqual({
      module: 'code made while running',
      place: 'evalmachine.<anonymous>:5',
    });
  });

  test('a function is taken for what it is also where it is named like a property of every object', () => {
    expect(originOf(frame('constructor')).module).toBe('native functions');
  });
});

describe('options', () => {
  test.each([
    [['--fans', '0'], '--fans must be a whole number from 1 to 500'],
    [['--interval-us', '50'], '--interval-us must be a whole number from 100 to 100000'],
    [['--out', ''], '--out must be a folder'],
  ])('the profile refuses %j and says what it takes', (args, message) => {
    expect(() => readProfileOptions(args)).toThrow(message);
  });

  test.each([
    [['--workers', '1,x'], '--workers must be whole numbers from 1 to 16, separated by commas'],
    [['--apis', '17'], '--apis must be whole numbers from 1 to 16, separated by commas'],
    [['--workers', '1,2,4', '--apis', '1,2'], '--apis must be one number, or as many as --workers'],
  ])('the scale refuses %j and says what it takes', (args, message) => {
    expect(() => readScaleOptions(args)).toThrow(message);
  });

  test('workers and APIs grow together, or each with each', () => {
    const both = ['--workers', '1,2', '--apis', '1,3'];
    const fleets = (args: string[]) =>
      readScaleOptions(args)?.fleets.map(({ workers, apis }) => `${workers}/${apis}`);
    expect(fleets(both)).toEqual(['1/1', '2/3']);
    expect(fleets([...both, '--grid'])).toEqual(['1/1', '1/3', '2/1', '2/3']);
    expect(fleets(['--workers', '2', '--apis', '1,4'])).toEqual(['2/1', '2/4']);
  });
});
