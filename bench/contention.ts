import { contentionRound } from './contention/contentionRound';
import { readContentionOptions, USAGE } from './contention/contentionOptions';
import { contentionText, faultsOf, type ContentionRound } from './contention/contentionReport';
import { readStackEnvironment } from './stackEnvironment';

async function main(): Promise<void> {
  const options = readContentionOptions(process.argv.slice(2));
  if (options === null) return console.log(USAGE);
  const stack = readStackEnvironment(options.allowRemote);
  const rounds: ContentionRound[] = [];
  for (let round = 0; round < options.rounds; round++) {
    rounds.push(await contentionRound(options, stack, (line) => console.error(line)));
  }
  console.log(options.json ? JSON.stringify(rounds, null, 2) : `\n${contentionText(rounds)}`);
  process.exitCode = rounds.some((round) => faultsOf(round).length > 0) ? 1 : 0;
}

main().catch((error: unknown) => {
  console.error(`The benchmark could not run: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 2;
});
