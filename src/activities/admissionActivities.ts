import type { WaitingRoomActivities } from '../contracts/waitingRoom';
import type { AdmissionDependencies } from './admissionDependencies';
import { createAdmitFans } from './admitFans';
import { createRoomActions } from './roomActions';

/** What waiting-room workflows have done for them. */
export function createAdmissionActivities(dependencies: AdmissionDependencies): WaitingRoomActivities {
  return { admitFans: createAdmitFans(dependencies), ...createRoomActions(dependencies) };
}
