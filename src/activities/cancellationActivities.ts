import type { CancellationActivities } from '../contracts/cancellation';
import type { SqlClient } from '../persistence/sqlClient';
import { cancelReservation } from '../persistence/statements/cancelReservation';

export function createCancellationActivities({ db }: { db: SqlClient }): CancellationActivities {
  return {
    cancelReservation: (input) => cancelReservation(db, input),
  };
}
