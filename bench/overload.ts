import type { BenchReport } from './benchReport';
import { table } from './textTable';

/** The refusals with which the API protects itself; who gets one comes back after its Retry-After. */
const REFUSED = new Set(['503 OVERLOADED', '503 DEPENDENCY_UNAVAILABLE']);

/** Runs of different loads beside one another: what is confirmed should not fall where more is asked for. */
export function overloadText(reports: readonly BenchReport[]): string {
  const rows = reports.map(({ fans, purchases, failed, purchasesPerSecond, seconds, refusals, steps }) => {
    const refused = Object.entries(refusals).filter(([name]) => REFUSED.has(name));
    const perSecond = refused.reduce((sum, [, count]) => sum + count, 0) / seconds;
    const p99 = (step: keyof BenchReport['steps']): string => steps[step]?.p99.toFixed(0) ?? '-';
    return [
      String(fans),
      `${purchases - failed} of ${purchases}`,
      purchasesPerSecond.toFixed(1),
      perSecond.toFixed(1),
      ...(['whole', 'join', 'hold', 'pay'] as const).map(p99),
    ];
  });
  const titles = ['fans at once', 'confirmed', 'confirmed/s', 'refused/s'];
  return table([...titles, 'whole p99, ms', 'join p99', 'hold p99', 'pay p99'], rows);
}
