import { randomUUID } from 'node:crypto';
import type { FanCalls } from './fanCalls';
import { inParallel } from './inParallel';

export interface NewFan {
  userId: string;
  key: string;
}

const AT_ONCE = 16;

/**
 * So many new fans with empty wallets.
 * @param until nobody signs up any more once this says so
 * @throws Error when one could not sign up
 */
export async function signUpCrowd(
  calls: FanCalls,
  fans: number,
  oneDone: () => void,
  until?: () => boolean,
): Promise<NewFan[]> {
  const signUp = async (): Promise<NewFan> => {
    const body = { email: `${randomUUID()}@example.org`, name: 'Benchmark fan' };
    const answer = await calls.insist('sign up', { body });
    if (!answer.ok) throw new Error(`a fan could not sign up: ${answer.status} ${answer.code ?? ''}`);
    oneDone();
    return { userId: answer.data.id, key: answer.data.apiKey };
  };
  return await inParallel(AT_ONCE, fans, signUp, until);
}
