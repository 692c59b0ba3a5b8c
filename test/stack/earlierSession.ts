import { condition, defineSignal, setHandler } from '@temporalio/workflow';

/** A session as a version before the updates of the waiting room has it: it knows the signals only. */
export async function session(): Promise<string[]> {
  const told: string[] = [];
  setHandler(defineSignal<[{ sessionId: string }]>('admit'), ({ sessionId }) => {
    told.push(`admit ${sessionId}`);
  });
  setHandler(defineSignal<[{ reason: string; sessionId: string }]>('close'), ({ reason, sessionId }) => {
    told.push(`close ${sessionId} ${reason}`);
  });
  await condition(() => told.some((message) => message.startsWith('close')));
  return told;
}
