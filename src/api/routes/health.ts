import { z } from 'zod';
import { withinTime } from '../../metrics/cachedReading';
import { operation } from '../operation';
import { Problem } from '../problem';

/** The parts together, if they take longer, are as good as down. Milliseconds. */
const READY_WITHIN_MS = 2_000;

export const healthOperations = [
  operation({
    id: 'checkLiveness',
    tag: 'Service',
    method: 'GET',
    path: '/healthz',
    summary: 'Whether the process lives, whatever it depends on',
    access: 'PUBLIC',
    limit: 'none',
    success: [200],
    standsAlone: true,
    answer: z.strictObject({ status: z.literal('ok') }).meta({ id: 'Liveness' }),
    async handle() {
      return { body: { status: 'ok' } };
    },
  }),
  operation({
    id: 'checkReadiness',
    tag: 'Service',
    method: 'GET',
    path: '/readyz',
    summary:
      'Whether requests can be served: 503 with the parts that do not answer, and while the process is about to stop',
    access: 'PUBLIC',
    limit: 'none',
    success: [200],
    answer: z
      .strictObject({ status: z.literal('ready'), checks: z.record(z.string(), z.boolean()) })
      .meta({ id: 'Readiness' }),
    async handle(_call, { readiness, isDraining }) {
      if (isDraining()) {
        throw new Problem('DEPENDENCY_UNAVAILABLE', 'This process is about to stop: use another one.', {
          draining: true,
        });
      }
      // Each part has a shorter limit of its own, so that it is named.
      const checks = await withinTime(READY_WITHIN_MS, readiness()).catch(() => undefined);
      const missing = Object.keys(checks ?? {}).filter((name) => !checks?.[name]);
      if (checks && missing.length === 0) return { body: { status: 'ready', checks } };
      const detail = `Send no requests here until all parts answer again. Missing: ${missing.join(', ') || 'unknown'}.`;
      throw new Problem('DEPENDENCY_UNAVAILABLE', detail, { checks: checks ?? {}, missing });
    },
  }),
];
