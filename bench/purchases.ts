import { readBenchOptions, USAGE } from './benchOptions';
import { isBad, reportText, type BenchReport } from './benchReport';
import { measurePurchases } from './measurePurchases';
import { overloadText } from './overload';
import { readStackEnvironment } from './stackEnvironment';

async function main(): Promise<void> {
  const options = readBenchOptions(process.argv.slice(2));
  if (options === null) return console.log(USAGE);
  const stack = readStackEnvironment(options.allowRemote);
  const { fans, overload } = options;
  const loads = overload === 1 ? [fans] : [fans, fans * overload, fans * overload, fans];
  const reports: BenchReport[] = [];
  for (const load of loads) {
    const report = await measurePurchases({ ...options, fans: load }, stack);
    reports.push(report);
    if (!options.json) console.log(`\n${reportText(report)}`);
  }
  if (options.json) console.log(JSON.stringify(overload === 1 ? reports[0] : reports, null, 2));
  else if (overload > 1) console.log(`\n${overloadText(reports)}`);
  process.exitCode = reports.some(isBad) ? 1 : 0;
}

main().catch((error: unknown) => {
  console.error(`The benchmark could not run: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 2;
});
