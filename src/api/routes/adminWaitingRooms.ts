import { updateWaitingRoom } from '../../persistence/statements/updateWaitingRoom';
import { operation } from '../operation';
import { waitingRoomChange, waitingRoomSettings } from '../schemas/admin';
import { concertParams } from '../schemas/concerts';
import { concertNotFound } from './concerts';

export const adminWaitingRoomOperations = [
  operation({
    method: 'PATCH',
    path: '/v1/admin/concerts/:concertId/waiting-room',
    summary: 'Pause or resume admission, change capacity and rate',
    access: 'ADMIN',
    params: concertParams,
    notFound: 'CONCERT_NOT_FOUND',
    body: waitingRoomChange,
    success: [200],
    answer: waitingRoomSettings,
    async handle({ params: { concertId }, body }, { db, waitingRooms }) {
      const settings = await updateWaitingRoom(db, { concertId, ...body });
      if (!settings) throw concertNotFound();
      // Should this fail, the settings are stored and the same request repeats it.
      await waitingRooms.applySettings(settings);
      return { body: settings };
    },
  }),
];
