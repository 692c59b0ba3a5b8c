import { runProgram, type Output } from '../src/program';

/** What a benchmark measures with: its options as they were read, where it talks to, and whether it was interrupted. */
type Measure<Options> = (options: Options, output: Output, stopped: () => boolean) => Promise<boolean>;

/**
 * Runs a benchmark of the terminal. It ends with 0, with 1 when it found what must not be, and with 2 when it could not run or
 * was interrupted: then what it has printed is not the whole.
 * @param name how its failures begin, such as `The benchmark`
 * @param readOptions null: help was asked for
 * @param measure measures, prints, and answers whether something was found that must not be
 */
export function runBenchmark<Options>(
  name: string,
  usage: string,
  readOptions: (args: string[]) => Options | null,
  measure: Measure<Options>,
): void {
  runProgram(name, async (args, output, stopped) => {
    const options = readOptions(args);
    if (options === null) {
      output.print(usage);
      return 0;
    }
    const isBad = await measure(options, output, stopped);
    if (stopped()) return 2;
    return isBad ? 1 : 0;
  });
}
