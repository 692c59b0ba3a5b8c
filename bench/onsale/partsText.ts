import { table } from '../textTable';
import { REDIS_KEEPS, type PartsSample } from './partsOverTime';

/** What each part used: memory at the first look, at the last one of each phase, and at most; and CPU over all. */
export function partsText(samples: readonly PartsSample[]): string {
  const [first, last] = [samples[0], samples.at(-1)];
  if (!first || !last) return '';
  const phases = [...new Set(samples.map(({ part }) => part))];
  const ends = phases.map((phase) => samples.filter(({ part }) => part === phase).at(-1) as PartsSample);
  // A part that was started in between is there all the same.
  const names = [...new Set(samples.flatMap(({ residentBytes }) => Object.keys(residentBytes)))];
  const mega = (bytes: number | undefined): string =>
    bytes === undefined ? '-' : (bytes / 2 ** 20).toFixed(0);
  const rows = names.map((name) => {
    const used = usedBetween(first, last, name);
    const share = used === null ? '-' : `${((used / (last.at - first.at)) * 100).toFixed(0)}%`;
    return [
      name,
      mega(first.residentBytes[name]),
      ...ends.map(({ residentBytes }) => mega(residentBytes[name])),
      mega(Math.max(...samples.map(({ residentBytes }) => residentBytes[name] ?? 0))),
      name === REDIS_KEEPS || used === null ? '-' : used.toFixed(1),
      name === REDIS_KEEPS ? '-' : share,
    ];
  });
  const titles = ['MB', 'start', ...phases.map((phase) => `after ${phase}`), 'most', 'CPU s', 'of one core'];
  return table(titles, rows);
}

/** CPU seconds; null: the part was started anew. */
function usedBetween(first: PartsSample, last: PartsSample, name: string): number | null {
  const [before, after] = [first.cpuSeconds[name], last.cpuSeconds[name]];
  return before === undefined || after === undefined || after < before ? null : after - before;
}
