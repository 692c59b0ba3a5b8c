import autocannon from 'autocannon';
import { spreadOf, type Spread } from '../spread';
import type { Credentials } from './line';

/** What is asked again and again. */
export interface Target {
  name: string;
  url: string;
  path: string;
  /** Whose requests: spread over the connections. None: requests without credentials. */
  fans: readonly Credentials[];
}

export interface LoadFigures {
  name: string;
  answers: number;
  perSecond: number;
  /** Milliseconds of all answers of all rounds, but for the first of each connection. */
  latency: Spread | null;
  /** Milliseconds of the first answer of each connection of each round: all of them connect at the same moment. */
  firstLatency: Spread | null;
  /** Answers other than 2xx, and requests without an answer. */
  failed: number;
}

/** Each connection asks for at most so many fans in turn. */
const FANS_PER_CONNECTION = 50;
const WARM_UP_SECONDS = 2;
const ROUND_SECONDS = 2;

interface Tally {
  latencies: number[];
  firstLatencies: number[];
  answers: number;
  seconds: number;
  failed: number;
}

/**
 * Measures the targets in turns, in rounds of about 2 s, each second round backwards: what else the machine does hits all.
 * @param seconds per target, all rounds together
 */
export async function measureInTurns(
  targets: readonly Target[],
  { connections, seconds }: { connections: number; seconds: number },
): Promise<LoadFigures[]> {
  const tallies = targets.map((target) => ({
    target,
    tally: { latencies: [], firstLatencies: [], answers: 0, seconds: 0, failed: 0 },
  }));
  for (const target of targets) await ask(target, connections, WARM_UP_SECONDS, null);
  const rounds = Math.max(Math.round(seconds / ROUND_SECONDS), 1);
  for (let round = 0; round < rounds; round++) {
    const turn = round % 2 === 0 ? tallies : tallies.toReversed();
    for (const { target, tally } of turn) await ask(target, connections, seconds / rounds, tally);
  }
  return tallies.map(
    ({ target: { name }, tally: { latencies, firstLatencies, answers, seconds: took, failed } }) => ({
      name,
      answers,
      perSecond: answers / took,
      latency: spreadOf(latencies),
      firstLatency: spreadOf(firstLatencies),
      failed,
    }),
  );
}

async function ask(
  { url, path, fans }: Target,
  connections: number,
  seconds: number,
  tally: Tally | null,
): Promise<void> {
  const share = Math.min(Math.ceil(fans.length / connections), FANS_PER_CONNECTION);
  let next = 0;
  const started = performance.now();
  const result = await new Promise<autocannon.Result>((resolve, reject) => {
    const load = autocannon(
      {
        url,
        connections,
        duration: seconds,
        setupClient(client) {
          if (fans.length === 0) return;
          const own = Array.from({ length: share }, () => fans[next++ % fans.length] as Credentials);
          client.setRequests(own.map((fan) => ({ method: 'GET', path, headers: headersOf(fan) })));
        },
      },
      (error: unknown, figures) =>
        error ? reject(new Error('the load could not run', { cause: error })) : resolve(figures),
    );
    const connected = new Set<unknown>();
    // Its own percentiles are of one round, in whole milliseconds, and of all answers.
    load.on('response', (client, _status, _bytes, milliseconds) => {
      const latencies = connected.has(client) ? tally?.latencies : tally?.firstLatencies;
      latencies?.push(milliseconds);
      connected.add(client);
    });
  });
  if (!tally) return;
  tally.answers += result['2xx'];
  tally.seconds += (performance.now() - started) / 1000;
  tally.failed += result.non2xx + result.errors + result.timeouts;
}

/** The load is no use of the typed client: what it costs would be taken from the server it measures, on the same cores. */
function headersOf({ key, token }: Credentials): Record<string, string> {
  return { Authorization: `Bearer ${key}`, 'Queue-Token': token };
}
