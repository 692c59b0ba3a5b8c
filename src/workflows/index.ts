export { session } from './session';
export { cancellation } from './cancellation';
