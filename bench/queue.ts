import { comeFromManyAddresses } from './queue/sourceAddresses';
import { availableParallelism } from 'node:os';
import { inParallel } from './inParallel';
import { measureAdmissionLag } from './queue/admissionLag';
import { measureAdmissionRate } from './queue/admissionRate';
import { startBareServer } from './queue/bareServers';
import { untilCalm } from './queue/calm';
import { endLine, MOST_ENDED } from './queue/endLine';
import { footprint, usageBetween, type Usage } from './queue/footprint';
import { checkOrder } from './queue/lineOrder';
import { join, openRoom, signUp, type Joined } from './queue/line';
import { measureInTurns, type LoadFigures } from './queue/load';
import { keepPresent, type Presence } from './queue/presence';
import { withProgress } from './queue/progress';
import { readQueueOptions, USAGE, type QueueOptions } from './queue/queueOptions';
import { queueReportText, type QueueReport } from './queue/queueReport';
import { spreadOf } from './spread';
import { readStackEnvironment, type StackEnvironment } from './stackEnvironment';

/** Most who wait are not admitted: they are there to poll. */
const FEW = { capacity: 5, admissionsPerSecond: 10 };
/** One second's worth may come at once, and the ends of the window are not sharp. */
const RATE_TOLERANCE = 1.1;

/** Measures joining, polling and admission against the running stack. */
async function bench(options: QueueOptions, stack: StackEnvironment): Promise<QueueReport> {
  const { fans, joiners, connections } = options;
  const { apiUrl, adminKey } = stack;
  if (adminKey === null) throw new Error('ADMIN_KEY is not set: the benchmark makes its own concerts');
  const say = (line: string): void => console.error(line);

  say(`${fans} fans sign up`);
  const keys = await withProgress(fans, say, (oneDone) => signUp(apiUrl, fans, oneDone));
  const concertId = await openRoom(apiUrl, adminKey, FEW);
  say(`and join concert ${concertId}, ${joiners} at once`);
  const before = await footprint(stack);
  const { joined, seconds, presence } = await withProgress(fans, say, (oneDone) =>
    joinAll(stack, concertId, { keys, joiners, oneDone }),
  );
  const after = await footprint(stack);

  say(`They poll for ${options.seconds} s, in turns with an Express route and a Redis read`);
  comeFromManyAddresses();
  const { figures, usage } = await measurePolls(joined, options, stack);
  const [polls, bareExpress, bareRedis] = figures;
  say(
    'Every fan is asked for the position' + (options.loseMemory ? ', before and after Redis is emptied' : ''),
  );
  const line = { apiUrl, adminKey, concertId, fans: joined };
  const order = await checkOrder(line, options.loseMemory ? stack.redisUrl : null);
  await untilCalm(stack);
  say('Fans leave a room for one, one after another');
  const lag = await measureAdmissionLag(apiUrl, adminKey);
  say('Fans join faster than a room admits');
  const rate = await measureAdmissionRate(apiUrl, adminKey);

  const notes = [`${availableParallelism()} cores, Node ${process.versions.node}; this program runs on them`];
  if (stack.processes.length === 0) notes.push('no CPU and memory: there is no stack.json with processes');
  notes.push(await endOf(fans, () => endLine(apiUrl, adminKey, concertId), say));

  const faults: string[] = [];
  if (polls.failed > 0) faults.push(`${polls.failed} polls were not answered with 2xx`);
  if (lag.missed > 0) faults.push(`${lag.missed} fans were not told of their admission within 10 s`);
  if (rate.measuredPerSecond > rate.perSecond * RATE_TOLERANCE) faults.push('admissions exceed their rate');
  if (order.positions !== order.waiting) faults.push('two fans have the same position');
  if (order.loss && order.loss.moved > 0) faults.push(`${order.loss.moved} fans changed places`);
  if (order.loss && order.loss.measuredPerSecond > order.loss.perSecond * RATE_TOLERANCE) {
    faults.push('admissions after the loss exceed their rate');
  }
  const redisMore =
    before.redisBytes === null || after.redisBytes === null ? null : after.redisBytes - before.redisBytes;
  return {
    fans,
    joins: {
      perSecond: joined.length / seconds,
      latency: spreadOf(joined.map(({ milliseconds }) => milliseconds)),
      usage: usageBetween(before, after),
      presence,
    },
    redisBytesPerFan: redisMore === null ? null : redisMore / fans,
    connections,
    polls,
    bareExpress,
    bareRedis,
    ratios: { toBareExpress: ratio(polls, bareExpress), toBareRedis: ratio(polls, bareRedis) },
    pollUsage: usage,
    ...{ order, lag, rate, faults, notes },
  };
}

/** All fans join, and those who have joined poll until the last one has and all that follows is done. */
async function joinAll(
  stack: StackEnvironment,
  concertId: string,
  { keys, joiners, oneDone }: { keys: readonly string[]; joiners: number; oneDone: () => void },
): Promise<{ joined: Joined[]; seconds: number; presence: Presence }> {
  const { apiUrl } = stack;
  const present = keepPresent(apiUrl);
  const started = performance.now();
  try {
    const joined = await inParallel(joiners, keys.length, async (i) => {
      const fan = await join(apiUrl, concertId, keys[i] as string);
      present.add(fan);
      oneDone();
      return fan;
    });
    const seconds = (performance.now() - started) / 1000;
    await untilCalm(stack);
    return { joined, seconds, presence: await present.stop() };
  } finally {
    await present.stop();
  }
}

async function measurePolls(
  fans: readonly Joined[],
  options: QueueOptions,
  stack: StackEnvironment,
): Promise<{ figures: [LoadFigures, LoadFigures, LoadFigures]; usage: Usage[] }> {
  const { redisUrl, apiUrl } = stack;
  if (redisUrl === null) throw new Error('REDIS_URL is not set: polls are compared with reads of that Redis');
  const express = await startBareServer('express', redisUrl);
  try {
    const redis = await startBareServer('redis', redisUrl);
    try {
      const before = await footprint(stack);
      const figures = await measureInTurns(
        [
          { name: 'polls', url: apiUrl, path: '/v1/session', fans },
          { name: 'bare Express route', url: express.url, path: '/', fans: [] },
          { name: 'bare Redis read', url: redis.url, path: '/', fans: [] },
        ],
        options,
      );
      const usage = usageBetween(before, await footprint(stack));
      return { figures: figures as [LoadFigures, LoadFigures, LoadFigures], usage };
    } finally {
      redis.stop();
    }
  } finally {
    express.stop();
  }
}

/** @returns what became of those who wait, as a note */
async function endOf(fans: number, end: () => Promise<number>, say: (line: string) => void): Promise<string> {
  if (fans > MOST_ENDED) return 'those who wait stay in line until they have been silent for six minutes';
  say('The sale is closed, which ends the sessions of those who wait');
  const left = await end();
  return left === 0
    ? 'those who waited are gone'
    : `${left} who wait are left, until they have been silent for six minutes`;
}

function ratio(polls: LoadFigures, other: LoadFigures): number | null {
  return other.perSecond > 0 ? polls.perSecond / other.perSecond : null;
}

async function main(): Promise<void> {
  const options = readQueueOptions(process.argv.slice(2));
  if (options === null) return console.log(USAGE);
  const report = await bench(options, readStackEnvironment(options.allowRemote));
  console.log(options.json ? JSON.stringify(report, null, 2) : `\n${queueReportText(report)}`);
  process.exitCode = report.faults.length > 0 ? 1 : 0;
}

main().catch((error: unknown) => {
  console.error(`The benchmark could not run: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 2;
});
