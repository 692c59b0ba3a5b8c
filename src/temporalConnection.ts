import { loadClientConnectConfig } from '@temporalio/envconfig';
import type { NativeConnectionOptions } from '@temporalio/worker';
import { givenVariables, type Config } from './config';

/**
 * How to reach Temporal: address and namespace from the configuration; TLS and API key, for a server that wants them,
 * from the same environment variables and profile file as Temporal's own command line.
 */
export function temporalConnectionOptions(config: Pick<Config, 'TEMPORAL_ADDRESS'>): NativeConnectionOptions {
  const { connectionOptions } = loadClientConnectConfig({ overrideEnvVars: givenVariables() });
  const { tls, apiKey, metadata } = connectionOptions;
  return { address: config.TEMPORAL_ADDRESS, tls, apiKey, metadata };
}
