export { session } from './session';
export { cancellation } from './cancellation';
export { waitingRoom } from './waitingRoom';
export { reconciliation } from './reconciliation';
