import type { Logger } from 'pino';
import type { SqlClient } from '../persistence/sqlClient';
import type { Admission } from '../queue/admission';
import type { WaitingRoom } from '../queue/waitingRoom';
import type { RoomSessions } from './roomSessions';

export interface AdmissionDependencies {
  db: SqlClient;
  waitingRoom: WaitingRoom;
  admission: Admission;
  sessions: RoomSessions;
  logger: Logger;
  /** Between two ticks. Milliseconds. */
  tickMs: number;
  /** Fans not heard of for so long are passed over. Milliseconds. */
  silentAfterMs: number;
  /** Their places are kept for this much longer. Milliseconds. */
  graceMs: number;
  /** How long a rebuild lets visibility and starts in flight settle. Milliseconds. */
  settleMs: number;
  /**
   * Is told of each fan who was taken in. `lagMs`: from the look at the line before this one until the fan's workflow has taken it up. A slot
   * that was free at the look before was given then, as far as the rate allowed it: none was free for longer before it was given.
   */
  observeAdmission?: (lagMs: number) => void;
  /** How long before the start fans may cancel what they paid for. Milliseconds. */
  cancellationCutOffMs: number;
  /** The worker is shutting down: another one takes over. */
  isStopping: () => boolean;
}
