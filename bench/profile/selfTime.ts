import type { Profiler } from 'node:inspector';
import { UNDERNEATH, type CallFrame, type Origin } from './codeOrigin';

export interface FunctionTime {
  name: string;
  place: string;
  module: string;
  /** Milliseconds in the function itself. */
  selfMs: number;
}

export interface ModuleTime {
  module: string;
  selfMs: number;
  /** With what Node and native functions did for it: those that its functions called, directly or through others of Node. */
  withCalledMs: number;
}

export interface SelfTimes {
  /** Milliseconds in which the thread had something to do. */
  busyMs: number;
  functions: FunctionTime[];
  modules: ModuleTime[];
}

const NOT_BUSY = new Set(['(idle)', '(root)']);

/**
 * Sums up a CPU profile of V8: each sample is time of the function that ran then. The greatest first.
 * @param scale milliseconds of CPU for each that was sampled: a sample counts also while another process has the core
 */
export function selfTimes(
  profile: Profiler.Profile,
  originOf: (frame: CallFrame) => Origin,
  scale = 1,
): SelfTimes {
  const selfMs = timeOfNodes(profile);
  const functions = new Map<string, FunctionTime>();
  const modules = new Map<string, ModuleTime>();
  const moduleOf = (module: string): ModuleTime => {
    const known = modules.get(module) ?? { module, selfMs: 0, withCalledMs: 0 };
    modules.set(module, known);
    return known;
  };

  let busyMs = 0;
  const nodes = new Map(profile.nodes.map((node) => [node.id, node]));
  const pending = profile.nodes.filter(({ callFrame }) => callFrame.functionName === '(root)');
  const callers = new Map<number, string>();
  for (let node = pending.pop(); node; node = pending.pop()) {
    const { id, callFrame, children = [] } = node;
    const { module, place } = originOf(callFrame);
    const owner = UNDERNEATH.has(module) ? (callers.get(id) ?? module) : module;
    for (const child of children) {
      if (!NOT_BUSY.has(callFrame.functionName)) callers.set(child, owner);
      const next = nodes.get(child);
      if (next) pending.push(next);
    }
    const ms = (selfMs.get(id) ?? 0) * scale;
    if (ms === 0 || NOT_BUSY.has(callFrame.functionName)) continue;
    busyMs += ms;
    moduleOf(module).selfMs += ms;
    moduleOf(owner).withCalledMs += ms;
    const name = callFrame.functionName || '(anonymous)';
    const key = `${name} ${place}`;
    const known = functions.get(key) ?? { name, place, module, selfMs: 0 };
    functions.set(key, { ...known, selfMs: known.selfMs + ms });
  }
  const greatest = <T extends { selfMs: number }>(all: Iterable<T>): T[] =>
    [...all].sort((one, other) => other.selfMs - one.selfMs);
  return { busyMs, functions: greatest(functions.values()), modules: greatest(modules.values()) };
}

/** `timeDeltas` are microseconds before each sample: the time from one sample to the next belongs to the first of them. */
function timeOfNodes({ samples = [], timeDeltas = [] }: Profiler.Profile): Map<number, number> {
  const times = new Map<number, number>();
  samples.forEach((id, i) => {
    const ms = Math.max(timeDeltas[i + 1] ?? 0, 0) / 1000;
    times.set(id, (times.get(id) ?? 0) + ms);
  });
  return times;
}
