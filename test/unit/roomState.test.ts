import { roomStateOf } from '../../src/domain/roomState';

const OPEN = { closed: false, soldOut: false, paused: false, ready: true, opensAt: 1_000, now: 1_000 };

describe("a room's state", () => {
  test.each([
    ['OPEN from the moment of the opening', {}, 'OPEN'],
    ['PRE_SALE before the sale opens, paused or not', { now: 999, paused: true }, 'PRE_SALE'],
    ['PAUSED', { paused: true }, 'PAUSED'],
    ['PAUSED while its line is being rebuilt', { ready: false }, 'PAUSED'],
    ['OPEN when Redis does not know it: nobody waits for a rebuilding', { ready: undefined }, 'OPEN'],
    ['SOLD_OUT whatever else it is but closed', { soldOut: true, paused: true, now: 999 }, 'SOLD_OUT'],
    ['CLOSED whatever else it is', { closed: true, soldOut: true, paused: true, ready: false }, 'CLOSED'],
  ] as const)('is %s', (_title, change, state) => {
    expect(roomStateOf({ ...OPEN, ...change })).toBe(state);
  });
});
