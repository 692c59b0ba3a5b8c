import { z } from 'zod';
import { operation } from '../operation';
import { Problem } from '../problem';

/** A part that takes longer is as good as down. Milliseconds. */
const READY_WITHIN_MS = 2_000;

/** @returns null: it failed, or took too long as a whole; each part has a shorter limit of its own, so that it is named */
async function withinTime(answer: Promise<Record<string, boolean>>): Promise<Record<string, boolean> | null> {
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
      const checks = await withinTime(readiness());
      const missing = Object.keys(checks ?? {}).filter((name) => !checks?.[name]);
      if (checks && missing.length === 0) return { body: { status: 'ready', checks } };
      const detail = `Send no requests here until all parts answer again. Missing: ${missing.join(', ') || 'unknown'}.`;
      throw new Problem('DEPENDENCY_UNAVAILABLE', detail, { checks: checks ?? {}, missing });
    },
  }),
];
