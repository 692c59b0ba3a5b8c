import { Counter, Gauge, Registry } from 'prom-client';
import type { LastReconciliation } from '../persistence/reads/lastReconciliation';

/**
 * The metrics in the text format of Prometheus: how the process is, and what the last reconciliation said. Made anew for
 * each scrape, so that nothing is counted while requests are served, and every process of the API tells the same.
 * Rejected: prom-client's default metrics, whose event-loop histogram runs a timer every 10 ms.
 * @param reconciliation undefined: the database does not answer; null: there has been none
 */
export async function metricsText(reconciliation: LastReconciliation | null | undefined): Promise<string> {
  const registry = new Registry();
  function gauge(name: string, help: string, value: number): void {
    new Gauge({ name, help, registers: [registry] }).set(value);
  }
  function gauges(name: string, help: string, values: Record<string, number>): void {
    const byRule = new Gauge({ name, help, labelNames: ['rule'], registers: [registry] });
    for (const [rule, value] of Object.entries(values)) byRule.set({ rule }, value);
  }

  const { user, system } = process.cpuUsage();
  const { rss, heapUsed } = process.memoryUsage();
  const cpu = new Counter({
    name: 'process_cpu_seconds_total',
    help: 'CPU time of this process, in seconds.',
    registers: [registry],
  });
  cpu.inc((user + system) / 1e6);
  gauge('process_resident_memory_bytes', 'Resident memory of this process.', rss);
  gauge('process_start_time_seconds', 'When this process started.', Date.now() / 1000 - process.uptime());
  gauge('nodejs_heap_size_used_bytes', 'Used memory of the JavaScript heap.', heapUsed);
  gauge(
    'concert_sessions_database_up',
    'Whether the database answered this scrape; without it, the reconciliation is not known.',
    reconciliation === undefined ? 0 : 1,
  );
  if (reconciliation) {
    const { counts, repaired, startedAt, endedAt } = reconciliation;
    gauges('concert_sessions_audit_findings', 'Findings of the last audit, by rule.', counts);
    gauges('concert_sessions_audit_repaired', 'What the last reconciliation repaired, by rule.', repaired);
    gauge(
      'concert_sessions_reconciliation_last_success_timestamp_seconds',
      'When the last reconciliation ended.',
      endedAt,
    );
    gauge(
      'concert_sessions_reconciliation_duration_seconds',
      'How long the last reconciliation took.',
      Math.max(0, endedAt - startedAt),
    );
  }
  return await registry.metrics();
}
