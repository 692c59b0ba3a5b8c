import type fc from 'fast-check';
import { openVisit, type Play, type Visit } from './delivery';
import type { Deciders } from './steps';

/**
 * What fans, workflows and time do. A command refers to fans, seats and steps by numbers, so that it keeps a meaning while
 * the history around it is shortened.
 */
export type Command = fc.AsyncCommand<Play, Deciders>;

/** @param check whether the command means anything now; otherwise it is left out */
export function command(
  name: string,
  check: (play: Readonly<Play>) => boolean,
  run: (play: Play, deciders: Deciders) => Promise<unknown>,
): Command {
  return {
    check,
    run: async (play, deciders) => {
      await run(play, deciders);
    },
    toString: () => name,
  };
}

export function pick<T>(values: readonly T[], index: number): T {
  const value = values[index % values.length];
  if (value === undefined) throw new Error('Nothing to pick from');
  return value;
}

export function fanOf({ fans }: Readonly<Play>, fan: number): string {
  return pick(fans, fan);
}

export function visitOf(play: Readonly<Play>, fan: number): Visit | undefined {
  return openVisit(play, fanOf(play, fan));
}

export function isAdmitted(play: Readonly<Play>, fan: number): boolean {
  return (visitOf(play, fan)?.admittedAt ?? null) !== null;
}
