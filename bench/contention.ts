import { runProgram, type Output } from '../src/program';
import { contentionRound } from './contention/contentionRound';
import { readContentionOptions, USAGE } from './contention/contentionOptions';
import { contentionText, faultsOf, type ContentionRound } from './contention/contentionReport';
import { readStackEnvironment } from './stackEnvironment';

async function contention(
  args: string[],
  { print, remark }: Output,
  stopped: () => boolean,
): Promise<number> {
  const options = readContentionOptions(args);
  if (options === null) {
    print(USAGE);
    return 0;
  }
  const stack = readStackEnvironment(options.allowRemote);
  const rounds: ContentionRound[] = [];
  for (let round = 0; round < options.rounds && !stopped(); round++) {
    rounds.push(await contentionRound(options, stack, remark));
  }
  print(options.json ? JSON.stringify(rounds, null, 2) : `\n${contentionText(rounds)}`);
  if (stopped()) return 2;
  return rounds.some((round) => faultsOf(round).length > 0) ? 1 : 0;
}

runProgram('The benchmark', contention);
