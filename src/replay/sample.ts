import { createHash, randomBytes } from 'node:crypto';

/**
 * Chooses by chance: those whose hash with the seed is least.
 * @param seed of an earlier choice, to repeat it; which is drawn when left out
 * @returns so many at most, in their order
 */
export function sampleOf<T>(from: readonly T[], most: number, seed?: string): { chosen: T[]; seed: string } {
  const drawn = seed ?? randomBytes(4).toString('hex');
  const lots = from.map((_, index) => createHash('sha256').update(`${drawn}:${index}`).digest('hex'));
  const chosen = [...from.keys()]
    .sort((a, b) => (lots[a]! < lots[b]! ? -1 : 1))
    .slice(0, most)
    .sort((a, b) => a - b);
  return { chosen: chosen.map((index) => from[index] as T), seed: drawn };
}
