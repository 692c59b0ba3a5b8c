import { loadClientConnectConfig } from '@temporalio/envconfig';
import type { NativeConnectionOptions } from '@temporalio/worker';
import type { Config } from './config';

/**
 * An empty variable means the same as none, as in config.ts: `TEMPORAL_API_KEY=` in a Compose file must not switch TLS on.
 */
export function givenTemporalSettings(): Record<string, string> {
  const given = Object.entries(process.env).filter(
    (entry): entry is [string, string] => Boolean(entry[1]?.trim()) || entry[0].startsWith('TEMPORAL_GRPC_META_'),
  );
  return Object.fromEntries(given);
}

/**
 * How to reach Temporal: address and namespace from the configuration; TLS and API key, for a server that wants them,
 * from the same environment variables and profile file as Temporal's own command line.
 */
export function temporalConnectionOptions(config: Pick<Config, 'TEMPORAL_ADDRESS'>): NativeConnectionOptions {
  const { connectionOptions } = loadClientConnectConfig({ overrideEnvVars: givenTemporalSettings() });
  const { tls, apiKey, metadata } = connectionOptions;
  return { address: config.TEMPORAL_ADDRESS, tls, apiKey, metadata };
}
