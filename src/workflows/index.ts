export { session } from './session';
export { cancellation } from './cancellation';
export { scheduleCancellation } from './scheduleCancellation';
export { waitingRoom } from './waitingRoom';
export { reconciliation } from './reconciliation';
