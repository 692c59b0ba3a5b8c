import type { ScheduleCancellationActivities } from '../contracts/scheduleCancellation';
import { findCanceledSchedule, reservationsToCancel } from '../persistence/reads/canceledSchedule';
import { waitingRoomSettings } from '../persistence/reads/waitingRoomSettings';
import type { SqlClient } from '../persistence/sqlClient';
import { closeSchedule } from '../persistence/statements/closeSchedule';
import type { Admission } from '../queue/admission';
import type { WaitingRoom } from '../queue/waitingRoom';

export interface ScheduleCancellationDependencies {
  db: SqlClient;
  waitingRoom: Pick<WaitingRoom, 'applySettings'>;
  admission: Pick<Admission, 'needsRunner'>;
  /** Starts or wakes a room's workflow. */
  wake: (concertId: string) => Promise<void>;
}

/** What the cancellation of a date has done for it. */
export function createScheduleCancellationActivities({
  db,
  waitingRoom,
  admission,
  wake,
}: ScheduleCancellationDependencies): ScheduleCancellationActivities {
  return {
    async closeSchedule({ scheduleId, action }) {
      const closed = await closeSchedule(db, scheduleId, action);
      return closed ? { outcome: 'CLOSED', ...closed } : { outcome: 'SCHEDULE_NOT_FOUND' };
    },

    async reservationsToCancel({ scheduleId, after, limit }) {
      const schedule = await findCanceledSchedule(db, scheduleId);
      if (!schedule) throw new Error(`Schedule ${scheduleId} is gone`);
      const { canceled, refunded, left, held, heldForMs } = schedule;
      const figures = { canceled, refunded, left, held, heldForMs };
      return { figures, reservations: await reservationsToCancel(db, scheduleId, { after, limit }) };
    },

    // As the keeper of the rooms does every few seconds. A room that Redis does not know gets its settings when somebody comes.
    async tellRoom({ concertId }) {
      const settings = await waitingRoomSettings(db, concertId);
      if (!settings) return;
      await waitingRoom.applySettings(settings);
      if (await admission.needsRunner(concertId)) await wake(concertId);
    },
  };
}
