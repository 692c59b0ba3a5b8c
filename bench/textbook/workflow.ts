import {
  condition,
  defineSignal,
  defineUpdate,
  proxyLocalActivities,
  setHandler,
  allHandlersFinished,
} from '@temporalio/workflow';

/** A session as a textbook has it, and empty: what the engine costs when nothing is done. `npm run bench:textbook` measures it. */
export interface TextbookActivities {
  nothing(): Promise<void>;
}

export const admitSignal = defineSignal('admit');
export const holdUpdate = defineUpdate<void>('hold');
export const payUpdate = defineUpdate<void>('pay');

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;

const { nothing } = proxyLocalActivities<TextbookActivities>({ startToCloseTimeout: 10_000 });

/** Waits to be admitted, to hold and to pay; each update runs one local activity that does nothing. */
export async function textbookSession(): Promise<string> {
  const now = { admitted: false, held: false, paid: false };
  setHandler(admitSignal, () => void (now.admitted = true));
  setHandler(holdUpdate, async () => {
    await nothing();
    now.held = true;
  });
  setHandler(payUpdate, async () => {
    await nothing();
    now.paid = true;
  });
  if (!(await condition(() => now.admitted, HOUR_MS))) return 'EXPIRED';
  if (!(await condition(() => now.held, 10 * MINUTE_MS))) return 'EXPIRED';
  if (!(await condition(() => now.paid, 5 * MINUTE_MS))) return 'EXPIRED';
  await condition(allHandlersFinished);
  return 'CONFIRMED';
}
