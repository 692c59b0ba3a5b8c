import type { RoomFigures, WaitingRoomSettings } from '../../contracts/waitingRoom';
import { waitingRoomSettings } from '../../persistence/reads/waitingRoomSettings';
import type { SqlClient } from '../../persistence/sqlClient';
import { operation } from '../operation';
import { fanOfRoom, roomFigures, waitingRoomChange, waitingRoomSettings as settings } from '../schemas/admin';
import { concertParams } from '../schemas/concerts';
import { concertNotFound } from './concerts';

const ROOM = '/v1/admin/concerts/:concertId/waiting-room';
const OF_A_CONCERT = { params: concertParams, notFound: 'CONCERT_NOT_FOUND' } as const;

/** Asked before a room's workflow is called, for that would start one for whatever id it is given. */
async function existing(db: SqlClient, concertId: string): Promise<WaitingRoomSettings> {
  const found = await waitingRoomSettings(db, concertId);
  if (!found) throw concertNotFound();
  return found;
}

function figuresJson({ at, ...figures }: RoomFigures) {
  return { at: new Date(at).toISOString(), ...figures };
}

/** What operators may see: the seed of the draw is a secret from them too, and the version says nothing to them. */
function settingsJson({ drawSeed: _seed, version: _version, ...shown }: WaitingRoomSettings) {
  return shown;
}

/** What operators do to one fan: both calls take the same and answer with the room afterwards. */
function onOneFan(name: string, id: string, summary: string, action: 'admitOne' | 'removeOne') {
  return operation({
    id,
    tag: 'Operators',
    method: 'POST',
    path: `${ROOM}/${name}`,
    summary,
    access: 'ADMIN',
    ...OF_A_CONCERT,
    body: fanOfRoom,
    success: [200],
    answer: roomFigures,
    refusals: ['INVALID_TRANSITION', 'OVERLOADED'],
    async handle({ params: { concertId }, body }, { db, waitingRooms }) {
      await existing(db, concertId);
      return { body: figuresJson(await waitingRooms[action](concertId, body)) };
    },
  });
}

export const adminWaitingRoomOperations = [
  operation({
    id: 'getWaitingRoomFigures',
    tag: 'Operators',
    method: 'GET',
    path: ROOM,
    summary: 'The waiting room at this moment',
    access: 'ADMIN_VIEW',
    ...OF_A_CONCERT,
    success: [200],
    answer: roomFigures,
    async handle({ params: { concertId } }, { waitingRooms }) {
      const figures = await waitingRooms.figures(concertId);
      if (!figures) throw concertNotFound();
      return { body: figuresJson(figures) };
    },
  }),
  operation({
    id: 'changeWaitingRoom',
    tag: 'Operators',
    method: 'PATCH',
    path: ROOM,
    summary: 'Pause or resume admission, change capacity and rate, close or reopen the sale',
    access: 'ADMIN',
    ...OF_A_CONCERT,
    body: waitingRoomChange,
    success: [200],
    answer: settings,
    refusals: ['OVERLOADED'],
    async handle({ params: { concertId }, body }, { db, waitingRooms }) {
      await existing(db, concertId);
      await waitingRooms.change(concertId, body);
      return { body: settingsJson(await existing(db, concertId)) };
    },
  }),
  onOneFan(
    'admissions',
    'admitFan',
    'Admit one waiting fan out of turn, also while the room is paused, if a slot is free',
    'admitOne',
  ),
  onOneFan(
    'removals',
    'removeFan',
    "End one fan's session, waiting or admitted: what they hold goes back on sale",
    'removeOne',
  ),
];
