import { availableParallelism } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import { inParallel } from './inParallel';
import { untilCalm } from './queue/calm';
import { footprint, usageBetween, type Footprint } from './queue/footprint';
import { measureInTurns, type LoadFigures } from './queue/load';
import { withProgress } from './queue/progress';
import { spreadOf } from './spread';
import { readStackEnvironment, type StackEnvironment } from './stackEnvironment';
import { createArrivalBook, measureArrivals, type Arrivals } from './streams/arrivals';
import { gatherAudience } from './streams/audience';
import { openStream, type OpenStream } from './streams/openStream';
import { readStreamOptions, USAGE, type StreamOptions } from './streams/streamOptions';
import { streamReportText, type ArrivalFigures, type StreamReport } from './streams/streamReport';

const OPENING_AT_ONCE = 50;
/** Longer than the heartbeats of streams are apart. */
const IDLE_SECONDS = 16;
const POLL_CONNECTIONS = 20;

/** Measures event streams against the running stack. */
async function bench(options: StreamOptions, stack: StackEnvironment): Promise<StreamReport> {
  const { streams: wanted, kind, perSession, seats, changes, seconds } = options;
  const { apiUrl, adminKey } = stack;
  if (adminKey === null) throw new Error('ADMIN_KEY is not set: the benchmark makes its own concert');
  const say = (line: string): void => console.error(line);

  const sessions = Math.ceil(wanted / perSession);
  // With streams of sessions the holders are among those who look; with the seats they are others.
  const others = kind === 'seats' ? Math.min(2 * changes, seats) : 0;
  say(`${sessions + others} fans sign up`);
  const audience = await gatherAudience(apiUrl, adminKey, { fans: sessions + others, seats, say });
  const { scheduleId, fans } = audience;
  await untilCalm(stack);
  const poll = async (): Promise<LoadFigures> => {
    const target = { name: 'polls', url: apiUrl, path: '/v1/session', fans };
    return (await measureInTurns([target], { connections: POLL_CONNECTIONS, seconds }))[0] as LoadFigures;
  };
  say(`They poll for ${seconds} s`);
  const pollsBefore = await poll();
  await untilCalm(stack);

  say(`${wanted} streams are opened, ${OPENING_AT_ONCE} at once`);
  const path = kind === 'session' ? '/v1/session/events' : `/v1/schedules/${scheduleId}/seats/events`;
  const book = createArrivalBook();
  const open: OpenStream[] = [];
  const opened: number[] = [];
  const before = await footprint(stack);
  const from = performance.now();
  try {
    await withProgress(wanted, say, (oneDone) =>
      inParallel(OPENING_AT_ONCE, wanted, async (i) => {
        const started = performance.now();
        const fan = fans[i % sessions] as (typeof fans)[number];
        open.push(
          await openStream(apiUrl + path, fan, (name, data) => name === 'seats' || book.note(i, data)),
        );
        opened.push(performance.now() - started);
        oneDone();
      }),
    );
    const openedInSeconds = (performance.now() - from) / 1000;
    await untilCalm(stack);
    const after = await footprint(stack);
    await pause(IDLE_SECONDS * 1000);
    const idle = await footprint(stack);

    const holders =
      kind === 'seats' ? fans.slice(sessions) : fans.slice(0, Math.min(2 * changes, sessions, seats));
    const all = Array.from({ length: wanted }, (_, i) => i);
    const half = Math.ceil(holders.length / 2);
    const measure = (some: typeof fans, first: number, stop?: () => boolean): Promise<Arrivals> =>
      measureArrivals(
        apiUrl,
        {
          ...{ holders: some, scheduleId, book },
          streamsOf: (holder) =>
            kind === 'seats' ? all : all.filter((i) => i % sessions === first + holder),
        },
        stop,
      );
    say('Fans hold seats, one after another');
    const quiet = await measure(holders.slice(0, half), 0);
    const told = await footprint(stack);
    say(`They do while others poll for ${seconds} s`);
    let polling = true;
    const [meanwhile, busy] = await Promise.all([
      poll().finally(() => (polling = false)),
      measure(holders.slice(half), half, () => !polling),
    ]);
    const last = await footprint(stack);

    const ended = open.filter((stream) => stream.ended()).length;
    open.forEach((stream) => stream.close());
    await untilCalm(stack);
    const closed = await footprint(stack);
    const faults: string[] = [];
    if (ended > 0) faults.push(`${ended} streams were ended`);
    const missed = quiet.missed + busy.missed;
    if (missed > 0) faults.push(`${missed} times a stream was not told of a hold within 10 s`);
    const refused = quiet.refused + busy.refused;
    const memory = [before, after, closed].map(apiMemory);
    return {
      ...{ kind, streams: wanted, sessions, seats, openedInSeconds, opened: spreadOf(opened) },
      memory:
        memory[0] === undefined || memory[1] === undefined
          ? null
          : {
              ...{ before: memory[0], after: memory[1], closed: memory[2] ?? null },
              perStream: (memory[1] - memory[0]) / wanted,
            },
      idleCpu: apiCpu(after, idle),
      ...{ quiet: figuresOf(quiet), busy: figuresOf(busy) },
      polls: { before: pollsBefore, meanwhile },
      usage: { quiet: usageBetween(idle, told), busy: usageBetween(told, last) },
      faults,
      notes: [
        `${availableParallelism()} cores, Node ${process.versions.node}; this program, which reads all streams, runs on them`,
        ...(refused > 0 ? [`${refused} holds were answered 503 and are not counted`] : []),
        ...(stack.processes.length === 0 ? ['no CPU and memory: there is no stack.json with processes'] : []),
      ],
    };
  } finally {
    open.forEach((stream) => stream.close());
  }
}

function figuresOf({ latencies, answers, missed }: Arrivals): ArrivalFigures {
  return { arrival: spreadOf(latencies), answer: spreadOf(answers), missed };
}

function apiMemory({ processes }: Footprint): number | undefined {
  return processes.get('api')?.residentBytes;
}

/** Seconds of CPU per second between two moments that were `IDLE_SECONDS` apart. */
function apiCpu(before: Footprint, after: Footprint): number | null {
  const api = usageBetween(before, after).find(({ name }) => name === 'api');
  return api ? api.cpuSeconds / IDLE_SECONDS : null;
}

async function main(): Promise<void> {
  const options = readStreamOptions(process.argv.slice(2));
  if (options === null) return console.log(USAGE);
  const report = await bench(options, readStackEnvironment(options.allowRemote));
  console.log(options.json ? JSON.stringify(report, null, 2) : `\n${streamReportText(report)}`);
  process.exitCode = report.faults.length > 0 ? 1 : 0;
}

main().catch((error: unknown) => {
  console.error(`The benchmark could not run: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 2;
});
