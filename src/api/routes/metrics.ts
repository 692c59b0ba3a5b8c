import { operation } from '../operation';

export const metricsOperations = [
  operation({
    id: 'getMetrics',
    tag: 'Service',
    method: 'GET',
    path: '/metrics',
    summary:
      'Metrics for Prometheus: requests, rooms, seats, holds, the engines, this process, and the last reconciliation',
    access: 'PUBLIC',
    answerTypes: ['text/plain'],
    limit: 'none',
    success: [200],
    standsAlone: true,
    async handle(_call, { metrics }) {
      const headers = { 'Content-Type': 'text/plain; version=0.0.4; charset=utf-8' };
      return { body: await metrics.text(), headers };
    },
  }),
];
