import { startTracing } from './startTracing';

/** Import it before all others, see `startTracing`. */
export const tracing = startTracing('concert-sessions-worker');
