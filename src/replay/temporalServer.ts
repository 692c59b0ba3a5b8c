import { Client, Connection } from '@temporalio/client';
import { loadClientConnectConfig } from '@temporalio/envconfig';
import { givenVariables } from '../config';

/**
 * Calls with a client of the server that Temporal's own command line would talk to: `TEMPORAL_ADDRESS`,
 * `TEMPORAL_NAMESPACE`, `TEMPORAL_API_KEY`, `TEMPORAL_TLS…` and the profile file mean the same.
 * @throws Error when it cannot be reached
 */
export async function withTemporal<T>(use: (client: Client) => Promise<T>): Promise<T> {
  const { connectionOptions, namespace } = loadClientConnectConfig({
    overrideEnvVars: givenVariables(),
  });
  const connection = await Connection.connect(connectionOptions);
  try {
    return await use(new Client({ connection, namespace: namespace ?? 'default' }));
  } finally {
    await connection.close();
  }
}
