import { z } from 'zod';
import { operation } from '../operation';
import { Problem } from '../problem';

/** A part that takes longer is as good as down. Milliseconds. */
const READY_WITHIN_MS = 2_000;

async function withinTime<T>(answer: Promise<T>): Promise<T | null> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(resolve, READY_WITHIN_MS, null);
  });
  try {
    return await Promise.race([answer, late]);
  } catch {
    return null;
  } finally {
    clearTimeout(timer);
  }
}

export const healthOperations = [
  operation({
    id: 'checkLiveness',
    tag: 'Service',
    method: 'GET',
    path: '/healthz',
    summary: 'Whether the process lives',
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
    summary: 'Whether requests can be served, with each part that is needed',
    access: 'PUBLIC',
    limit: 'none',
    success: [200],
    answer: z
      .strictObject({ status: z.literal('ready'), checks: z.record(z.string(), z.boolean()) })
      .meta({ id: 'Readiness' }),
    async handle(_call, { readiness }) {
      const checks = await withinTime(readiness());
      if (checks && Object.values(checks).every(Boolean)) return { body: { status: 'ready', checks } };
      throw new Problem('DEPENDENCY_UNAVAILABLE', 'Send no requests here until all checks are true.', {
        checks: checks ?? {},
      });
    },
  }),
];
