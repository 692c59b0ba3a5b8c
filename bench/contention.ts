import type { Output } from '../src/program';
import { contentionRound } from './contention/contentionRound';
import { readContentionOptions, USAGE, type ContentionOptions } from './contention/contentionOptions';
import { contentionText, faultsOf, type ContentionRound } from './contention/contentionReport';
import { runBenchmark } from './runBenchmark';
import { readStackEnvironment } from './stackEnvironment';

async function contention(
  options: ContentionOptions,
  { print, remark }: Output,
  stopped: () => boolean,
): Promise<boolean> {
  const stack = readStackEnvironment(options.allowRemote);
  const rounds: ContentionRound[] = [];
  for (let round = 0; round < options.rounds && !stopped(); round++) {
    rounds.push(await contentionRound(options, stack, remark));
  }
  print(options.json ? JSON.stringify(rounds, null, 2) : `\n${contentionText(rounds)}`);
  return rounds.some((round) => faultsOf(round).length > 0);
}

runBenchmark('The benchmark', USAGE, readContentionOptions, contention);
