import { recentMemory } from '../../src/api/recentMemory';

describe('what was used lately', () => {
  test('is remembered, at least half of what there is room for', () => {
    const memory = recentMemory<number>(10);
    for (let i = 0; i < 100; i++) {
      memory.set(String(i), i);
      for (let age = 0; age < Math.min(i, 5); age++) expect(memory.get(String(i - age))).toBe(i - age);
    }
  });

  test('is forgotten once others have taken its room', () => {
    const memory = recentMemory<number>(10);
    for (let i = 0; i < 100; i++) memory.set(String(i), i);
    const known = Array.from({ length: 100 }, (_, i) => i).filter((i) => memory.get(String(i)) !== undefined);
    expect(known.length).toBeLessThanOrEqual(10);
    expect(known.every((i) => i >= 90)).toBe(true);
  });

  test('stays as long as it is used', () => {
    const memory = recentMemory<string>(10);
    memory.set('used', 'often');
    for (let i = 0; i < 100; i++) {
      memory.set(String(i), 'once');
      if (i % 4 === 0) expect(memory.get('used')).toBe('often');
    }
  });
});
