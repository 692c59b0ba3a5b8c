import type { Output } from '../src/program';
import { readBenchOptions, USAGE, type BenchOptions } from './benchOptions';
import { isBad, reportText, type BenchReport } from './benchReport';
import { measurePurchases } from './measurePurchases';
import { overloadText } from './overload';
import { runBenchmark } from './runBenchmark';
import { readStackEnvironment } from './stackEnvironment';

async function purchases(options: BenchOptions, { print }: Output, stopped: () => boolean): Promise<boolean> {
  const stack = readStackEnvironment(options.allowRemote);
  const { fans, overload } = options;
  const loads = overload === 1 ? [fans] : [fans, fans * overload, fans * overload, fans];
  const reports: BenchReport[] = [];
  for (const load of loads) {
    if (stopped()) break;
    const report = await measurePurchases({ ...options, fans: load }, stack, { until: stopped });
    reports.push(report);
    if (!options.json) print(`\n${reportText(report)}`);
  }
  if (options.json) print(JSON.stringify(overload === 1 ? reports[0] : reports, null, 2));
  else if (overload > 1) print(`\n${overloadText(reports)}`);
  return reports.some(isBad);
}

runBenchmark('The benchmark', USAGE, readBenchOptions, purchases);
