import { STORE_RULES } from '../../src/contracts/reconciliation';
import { brokenOnly, countsOf, firstOfEach } from '../../src/domain/auditSummary';
import {
  brokenRules,
  remedyOf,
  type RoomSighting,
  type RowSighting,
  type Sighting,
} from '../../src/domain/storeRules';

const GRACE_MS = 120_000;
const row: RowSighting = { admittedAt: 1, endedMsAgo: null, holdOverdueMs: null };
const slot: RoomSighting = { view: null, slot: true, place: false };
const place: RoomSighting = { view: null, slot: false, place: true };
const nowhere: RoomSighting = { view: null, slot: false, place: false };
const seen = (sighting: Partial<Sighting>): Sighting => ({
  session: { sessionId: 's', concertId: '1', userId: 'u' },
  workflow: 'OPEN',
  starting: false,
  row,
  room: slot,
  ...sighting,
});
const rulesOf = (sighting: Partial<Sighting>) => brokenRules(seen(sighting), GRACE_MS);

describe('what the stores may say of one session', () => {
  test.each<[string, Partial<Sighting>]>([
    ['admitted, with a slot', {}],
    ['waiting, in the line', { row: { ...row, admittedAt: null }, room: place }],
    ['taken in, its row not yet written', { row: { ...row, admittedAt: null }, room: slot }],
    ['admitted on arrival, without a row', { row: null }],
    ['holding within the deadline', { row: { ...row, holdOverdueMs: -1 } }],
    ['holding, the deadline over within the grace', { row: { ...row, holdOverdueMs: GRACE_MS } }],
    ['ended, its workflow closing', { row: { ...row, endedMsAgo: GRACE_MS }, room: nowhere }],
    ['ended and closed', { workflow: 'CLOSED', row: { ...row, endedMsAgo: 1 }, room: nowhere }],
    ['closed while it was looked at', { workflow: 'CLOSED_MEANWHILE', room: nowhere }],
    ['starting, no workflow yet', { workflow: 'CLOSED', starting: true }],
    ['open, while its room is rebuilt', { room: null }],
  ])('%s is in order', (_what, sighting) => {
    expect(rulesOf(sighting)).toEqual([]);
  });

  test.each<[(typeof STORE_RULES)[number][], Partial<Sighting>]>([
    [
      ['hold-without-workflow', 'slot-without-session'],
      { workflow: 'CLOSED', row: { ...row, holdOverdueMs: -1 } },
    ],
    [['session-without-workflow'], { workflow: 'CLOSED', room: null }],
    [['slot-without-session'], { workflow: 'CLOSED', row: { ...row, endedMsAgo: 1 } }],
    [['place-without-session'], { workflow: 'CLOSED', row: null, room: place }],
    [['workflow-of-ended-session'], { row: { ...row, endedMsAgo: GRACE_MS + 1 } }],
    [['hold-past-its-deadline'], { row: { ...row, holdOverdueMs: GRACE_MS + 1 } }],
    [['admitted-without-slot'], { room: place }],
    [['admitted-without-slot'], { row: null, room: nowhere }],
    [['waiting-without-place'], { row: { ...row, admittedAt: null }, room: nowhere }],
  ])('%j is broken', (rules, sighting) => {
    expect(rulesOf(sighting)).toEqual(rules);
  });

  test('only a lost workflow ends a session, only a lost place is given back, the rest is reported', () => {
    const remedies = Object.fromEntries(STORE_RULES.map((rule) => [rule, remedyOf([rule])]));
    expect(remedies).toEqual({
      'hold-without-workflow': 'GIVE_UP',
      'session-without-workflow': 'GIVE_UP',
      'slot-without-session': 'GIVE_UP',
      'place-without-session': 'GIVE_UP',
      'admitted-without-slot': 'PUT_BACK',
      'waiting-without-place': 'PUT_BACK',
      'workflow-of-ended-session': null,
      'hold-past-its-deadline': null,
      'room-not-ready': null,
      'hardly-any-workflow': null,
      'not-all-looked-at': null,
    });
  });
});

describe('the summary of an audit', () => {
  const found = ['b', 'a', 'b', 'b'].map((rule, i) => ({ rule, subject: `seat ${i}`, detail: '' }));

  test('counts every rule, those without a finding too', () => {
    expect(countsOf(found, ['a', 'b', 'c'])).toEqual({ a: 1, b: 3, c: 0 });
    expect(brokenOnly({ a: 1, c: 0 })).toEqual({ a: 1 });
  });

  test('shows the first of each rule', () => {
    expect(firstOfEach(found, 2).map(({ subject }) => subject)).toEqual(['seat 0', 'seat 1', 'seat 2']);
  });
});
