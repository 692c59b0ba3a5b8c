import type { OperationsConfig } from '../config';
import type { Output } from '../program';

/** One command of `npm run ops`. */
export interface Command {
  /** One line of the list of commands. */
  summary: string;
  /** What `--help` prints. */
  usage: string;
  /**
   * @param args what follows the command's name
   * @returns the exit code: 0 as it should be, 1 something to look at, 2 not done, or not to its end
   * @throws Error when it cannot be done; the message names the option that is wrong and what it must be
   */
  run(args: string[], output: Output, stopped: () => boolean, config: OperationsConfig): Promise<0 | 1 | 2>;
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** @throws Error unless the option was left out or is the id of a person or of what a person owns */
export function uuidOption(name: string, given: string | undefined): string | undefined {
  if (given === undefined || UUID.test(given)) return given;
  throw new Error(`--${name} must be an id such as 0190a1b2-0000-7000-8000-000000000001, in small letters`);
}

/** @throws Error unless the option was left out or is the id of a concert, a date or a seat */
export function idOption(name: string, given: string | undefined): string | undefined {
  if (given === undefined || /^[1-9]\d{0,18}$/.test(given)) return given;
  throw new Error(`--${name} must be an id, which is a number such as 17`);
}

/** @throws Error unless the option was left out or is a whole number within the bounds */
export function countOption(
  name: string,
  given: string | undefined,
  { fallback, least = 1, most }: { fallback: number; least?: number; most: number },
): number {
  if (given === undefined) return fallback;
  const count = /^\d{1,9}$/.test(given) ? Number(given) : Number.NaN;
  if (count >= least && count <= most) return count;
  throw new Error(`--${name} must be a whole number from ${least} to ${most}`);
}

/** @throws Error unless the option was left out or is one of these words, whatever their case */
export function wordOption<T extends string>(
  name: string,
  given: string | undefined,
  words: readonly T[],
): T | undefined {
  const word = words.find((known) => known === given?.toUpperCase());
  if (given === undefined || word !== undefined) return word;
  throw new Error(`--${name} must be one of ${words.join(', ')}`);
}
