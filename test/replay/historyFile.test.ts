import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { historyFiles, openArchive } from '../../src/replay/historyArchive';
import { readHistory, writeHistory } from '../../src/replay/historyFile';
import { summaryOf } from '../../src/replay/historySummary';
import { HISTORIES, loadRecordings } from './recordings';

const PURCHASE = path.join(HISTORIES, '0.1.0', 'confirmed-on-arrival.json');

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'histories-'));
});
afterEach(() => rm(folder, { recursive: true }));

const inFolder = (name: string) => path.join(folder, name);

describe('a history file', () => {
  test('is read as it was written', async () => {
    const recorded = await readHistory(PURCHASE);
    await writeHistory(inFolder('one.json.gz'), recorded);
    expect(await readHistory(inFolder('one.json.gz'))).toEqual(recorded);
  });

  test('of Temporal’s own tools is read too, its name being the workflow’s id', async () => {
    const { history } = JSON.parse(await readFile(PURCHASE, 'utf8')) as { history: unknown };
    await writeFile(inFolder('session:1:a-fan.json'), JSON.stringify(history));
    expect(await readHistory(inFolder('session:1:a-fan.json'))).toMatchObject({
      workflowId: 'session:1:a-fan',
    });
  });

  test.each([
    ['cut off', (file: Buffer) => file.subarray(0, file.length - 100), /it is damaged/],
    [
      'with a changed byte',
      (file: Buffer) => Buffer.from(file.map((b, i) => (i === 400 ? b ^ 1 : b))),
      /it is damaged/,
    ],
    ['that is empty', () => Buffer.alloc(0), /it is damaged/],
    ['that is no JSON', () => gzipSync('histories'), /it is damaged/],
    ['without events', () => gzipSync('{"workflowId":"a","history":{}}'), /it has no events/],
    ['with an empty history', () => gzipSync('{"workflowId":"a","history":{"events":[]}}'), /does not begin/],
  ])('%s is refused with what is wrong', async (_what, damage, message) => {
    await writeHistory(inFolder('one.json.gz'), await readHistory(PURCHASE));
    await writeFile(inFolder('two.json.gz'), damage(await readFile(inFolder('one.json.gz'))));
    await expect(readHistory(inFolder('two.json.gz'))).rejects.toThrow(message);
  });

  test('that lacks an event is refused: its workflow’s code would be blamed', async () => {
    await writeHistory(inFolder('one.json.gz'), await readHistory(PURCHASE));
    const text = gunzipSync(await readFile(inFolder('one.json.gz'))).toString();
    const whole = JSON.parse(text) as { history: { events: unknown[] } };
    whole.history.events.splice(4, 1);
    await writeFile(inFolder('two.json'), JSON.stringify(whole));
    await expect(readHistory(inFolder('two.json'))).rejects.toThrow('event 5 is missing');
  });
});

describe('an archive', () => {
  test('knows what an earlier export wrote, and passes over the line that was cut short', async () => {
    const { workflowId, history } = await readHistory(PURCHASE);
    const first = await openArchive(folder);
    const entry = await first.add({ workflowId, runId: 'run-1', history });
    expect(entry).toMatchObject({ type: 'session', outcome: 'CONFIRMED', events: history.events?.length });
    const index = await readFile(inFolder('index.ndjson'), 'utf8');
    await writeFile(inFolder('index.ndjson'), index + index.slice(0, 50));

    const again = await openArchive(folder);
    expect([...again.kept]).toEqual([['run-1', history.events?.length]]);
    await again.add({ workflowId, runId: 'run-2', history });
    expect([...(await openArchive(folder)).kept.keys()]).toEqual(['run-1', 'run-2']);
    expect(await historyFiles([folder])).toHaveLength(2);
  });

  test('that is not there is refused by its name', async () => {
    await expect(historyFiles([inFolder('nowhere')])).rejects.toThrow('nowhere');
  });
});

test('the outcome of each recording is the one its name tells', async () => {
  const outcomes = new Map<string, string>();
  for (const { release, scenario } of loadRecordings()) {
    const { history } = await readHistory(path.join(HISTORIES, release, `${scenario}.json`));
    const { type, outcome, build, closedAt } = summaryOf(history);
    outcomes.set(scenario, `${type} ${outcome}`);
    expect([typeof build, closedAt === null]).toEqual(['string', false]);
  }
  expect(Object.fromEntries(outcomes)).toMatchObject({
    'confirmed-on-arrival': 'session CONFIRMED',
    'expired-queue-wait-limit': 'session EXPIRED',
    'left-waiting': 'session LEFT',
    'sold-out-waiting': 'session SOLD_OUT',
    'cancellation-refunded': 'cancellation CANCELED',
    'room-continued-first-run': 'waitingRoom CONTINUED_AS_NEW',
    'removed-by-cancelling-the-workflow': 'session LEFT',
  });
});
