import { createServer, type AddressInfo } from 'node:net';
import { Runtime, type RuntimeOptions } from '@temporalio/worker';
import type { Logger } from 'pino';
import type { Config } from '../config';
import { nativeLogging, temporalLogger } from './temporalLog';

const LOOPBACK = '127.0.0.1';
/** Somebody else may take a port between the look and its use. */
const ATTEMPTS = 5;
/** Milliseconds. */
const ANSWER_WITHIN_MS = 1_000;

/** The metrics of Temporal's SDK in the text format of Prometheus. @throws Error when the SDK does not give them */
export type SdkMetrics = () => Promise<string>;

/**
 * Installs the SDK's runtime: logs, signals, and its metrics where they are asked for. The SDK serves them on a port of its
 * own, on the loopback only: the worker's address gives them with all others. Rejected: the SDK's metrics buffer, which
 * hands over single events, so that histograms would have to be kept here.
 * @returns null: without metrics
 */
export async function installRuntime(
  logger: Logger,
  level: Config['LOG_LEVEL'],
  withMetrics: boolean,
): Promise<SdkMetrics | null> {
  const options: RuntimeOptions = {
    shutdownSignals: ['SIGINT', 'SIGTERM'],
    logger: temporalLogger(logger, level),
  };
  const logging = nativeLogging(level);
  if (!withMetrics) {
    Runtime.install({ ...options, telemetryOptions: { logging } });
    return null;
  }
  for (let attempt = 1; ; attempt += 1) {
    const bindAddress = `${LOOPBACK}:${await freePort()}`;
    const prometheus = {
      bindAddress,
      ...{ countersTotalSuffix: true, unitSuffix: true, useSecondsForDurations: true },
    };
    try {
      Runtime.install({ ...options, telemetryOptions: { logging, metrics: { prometheus } } });
      return () => textOf(`http://${bindAddress}/metrics`);
    } catch (error) {
      if (attempt === ATTEMPTS) throw error;
    }
  }
}

async function textOf(url: string): Promise<string> {
  const answer = await fetch(url, { signal: AbortSignal.timeout(ANSWER_WITHIN_MS) });
  if (!answer.ok) throw new Error(`The SDK's metrics answered ${answer.status}`);
  return await answer.text();
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen({ port: 0, host: LOOPBACK }, () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
