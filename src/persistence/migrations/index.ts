import { CreateAccounts1763690400001 } from './1763690400001-create-accounts';
import { CreateCatalogue1763690400002 } from './1763690400002-create-catalogue';
import { CreateSessionsAndSeats1763690400003 } from './1763690400003-create-sessions-and-seats';
import { CreateReservations1763690400004 } from './1763690400004-create-reservations';
import { CreateLedgerAndKeys1763690400005 } from './1763690400005-create-ledger-and-keys';
import { InstallFunctions1763690400006 } from './1763690400006-install-functions';
import { WaitingRoom1763690400007 } from './1763690400007-waiting-room';
import { AdjacentSeats1763690400008 } from './1763690400008-adjacent-seats';
import { HoldExtension1763690400009 } from './1763690400009-hold-extension';
import { CanceledSchedules1763690400010 } from './1763690400010-canceled-schedules';
import { Reconciliations1763690400011 } from './1763690400011-reconciliations';
import { ApiKeys1763690400012 } from './1763690400012-api-keys';
import { OperatorActions1763690400013 } from './1763690400013-operator-actions';
import { PlansKept1763690400014 } from './1763690400014-plans-kept';
import { SessionEndsKept1763690400015 } from './1763690400015-session-ends-kept';

/** In the order in which they run. A released migration never changes; a change is a new one at the end. */
export const MIGRATIONS = [
  CreateAccounts1763690400001,
  CreateCatalogue1763690400002,
  CreateSessionsAndSeats1763690400003,
  CreateReservations1763690400004,
  CreateLedgerAndKeys1763690400005,
  InstallFunctions1763690400006,
  WaitingRoom1763690400007,
  AdjacentSeats1763690400008,
  HoldExtension1763690400009,
  CanceledSchedules1763690400010,
  Reconciliations1763690400011,
  ApiKeys1763690400012,
  OperatorActions1763690400013,
  PlansKept1763690400014,
  SessionEndsKept1763690400015,
];
