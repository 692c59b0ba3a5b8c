import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { repository } from './paths.mjs';

const ending = '.test.ts';

/**
 * Translates the options of ours into what jest and the tests understand.
 * @param {string[]} args `--model`, `--races` or `--record-histories`, their own options, and arguments for jest
 * @returns {{ args: string[], env: Record<string, string> }} jest's arguments, and what the chosen tests read from the environment
 */
export function chosenTests(args) {
  const ours = ['--model', '--races', '--record-histories', '--'];
  const rest = args.filter((argument) => !ours.includes(argument));
  if (args.includes('--model')) {
    const env = takeOptions(rest, 'MODEL', ['runs', 'seed', 'path', 'replay-path']);
    return { args: ['test/model/sale.test.ts', ...rest], env };
  }
  if (args.includes('--races')) {
    const env = { RACE_SIZE: 'full', ...takeOptions(rest, 'RACE', ['seed']) };
    // One after another: two at once would each be slowed down by the other.
    return { args: ['--runInBand', ...racesIn(rest)], env };
  }
  if (args.includes('--record-histories'))
    return { args: ['test/replay', ...rest], env: { RECORD_HISTORIES: '1' } };
  return { args: rest, env: {} };
}

/** Takes `--name value` out of the arguments, as PREFIX_NAME for the environment. */
function takeOptions(args, prefix, names) {
  const env = {};
  for (const name of names) {
    const at = args.indexOf(`--${name}`);
    if (at < 0) continue;
    const [, value] = args.splice(at, 2);
    if (!value) throw new Error(`--${name} needs a value`);
    env[`${prefix}_${name.toUpperCase().replace('-', '_')}`] = value;
  }
  return env;
}

/** Names of races become their files; without any, all of them run. */
function racesIn(args) {
  const folder = join('test', 'concurrency');
  const files = readdirSync(join(repository, folder)).filter((file) => file.endsWith(ending));
  const isRace = (argument) => files.includes(`${argument}${ending}`);
  const translated = args.map((argument) =>
    isRace(argument) ? join(folder, `${argument}${ending}`) : argument,
  );
  return args.some(isRace) ? translated : [...translated, folder];
}
