/**
 * Temporal's dynamic configuration for a ticket sale. The limits are per second and would otherwise refuse a sale's opening minute; eager
 * activities save a round trip each and are off by default before server 1.32; operators may steer several batches at once.
 * docker-compose.yml says the same, which a test checks.
 */
export const temporalLimits = {
  'frontend.rps': 20_000,
  'frontend.namespaceRPS': 20_000,
  'frontend.namespaceRPS.visibility': 500,
  'frontend.namespaceCount': 10_000,
  'frontend.MaxConcurrentBatchOperationPerNamespace': 10,
  'history.rps': 20_000,
  'matching.rps': 20_000,
  'system.enableActivityEagerExecution': true,
};

/** The same as the text of a dynamic configuration file. JSON is YAML. */
export function dynamicConfigFile() {
  const values = Object.entries(temporalLimits).map(([key, value]) => [key, [{ value }]]);
  return `${JSON.stringify(Object.fromEntries(values), null, 2)}\n`;
}
