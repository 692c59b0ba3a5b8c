import { lastReconciliation } from '../../persistence/reads/lastReconciliation';
import { metricsText } from '../metrics';
import { operation } from '../operation';

export const metricsOperations = [
  operation({
    id: 'getMetrics',
    tag: 'Service',
    method: 'GET',
    path: '/metrics',
    summary: 'Metrics for Prometheus: this process, and what the last reconciliation found and repaired',
    access: 'PUBLIC',
    answerTypes: ['text/plain'],
    limit: 'none',
    success: [200],
    standsAlone: true,
    async handle(_call, { db, logger }) {
      // A monitor must learn that the database is away, not that the API is.
      const last = await lastReconciliation(db).catch((error: unknown) => {
        logger.warn({ err: error }, 'metrics without the last reconciliation');
        return undefined;
      });
      const headers = { 'Content-Type': 'text/plain; version=0.0.4; charset=utf-8' };
      return { body: await metricsText(last), headers };
    },
  }),
];
