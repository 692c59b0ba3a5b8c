import { runProgram, type Output } from '../src/program';
import { readBenchOptions, USAGE } from './benchOptions';
import { isBad, reportText, type BenchReport } from './benchReport';
import { measurePurchases } from './measurePurchases';
import { overloadText } from './overload';
import { readStackEnvironment } from './stackEnvironment';

async function purchases(args: string[], { print }: Output, stopped: () => boolean): Promise<number> {
  const options = readBenchOptions(args);
  if (options === null) {
    print(USAGE);
    return 0;
  }
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
  if (stopped()) return 2;
  return reports.some(isBad) ? 1 : 0;
}

runProgram('The benchmark', purchases);
