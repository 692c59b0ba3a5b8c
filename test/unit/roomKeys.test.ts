import fc from 'fast-check';
import { API_SERVING, roomKeys } from '../../src/queue/keys';

/** What Redis Cluster hashes of a key: the text between the first `{` and the next `}`. */
const hashTag = (key: string): string | undefined => /\{([^}]+)\}/.exec(key)?.[1];

describe("a room's keys", () => {
  test('of one concert lie in one slot, whatever its id', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 1n, max: 9_223_372_036_854_775_807n }), (id) => {
        const keys = Object.values(roomKeys(String(id))) as string[];
        expect(new Set(keys.map(hashTag))).toEqual(new Set([String(id)]));
      }),
    );
  });

  test('differ from one another, also from a session of any name', () => {
    const { sessionPrefix, ...keys } = roomKeys('42');
    const all = [...Object.values(keys), sessionPrefix, API_SERVING];
    expect(new Set(all).size).toBe(all.length);
    for (const key of Object.values(keys)) expect(key.startsWith(sessionPrefix)).toBe(false);
  });

  test('of two concerts have nothing in common', () => {
    const first = new Set(Object.values(roomKeys('1')) as string[]);
    expect((Object.values(roomKeys('11')) as string[]).filter((key) => first.has(key))).toEqual([]);
  });
});
