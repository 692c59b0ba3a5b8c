import type { Logger } from 'pino';
import { ERROR_CODES, isErrorCode, type ErrorCode } from '../contracts/errors';
import type { PayResult } from '../contracts/messages';
import type { SqlClient } from '../persistence/sqlClient';
import { PAYMENT_ROUTE } from '../persistence/statements/payReservation';
import { findPaymentByKey } from '../persistence/reads/payments';
import {
  claimIdempotencyKey,
  completeIdempotencyKey,
  releaseIdempotencyKey,
} from '../persistence/statements/idempotency';
import { hashOf } from './idempotencyKey';
import { Problem } from './problem';
import type { SessionGateway, SessionReference } from './sessionGateway';

/** After this long a claim whose process died, or whose outcome stayed unknown, can be taken over. Milliseconds. */
const LEASE_MS = 10_000;
/** Refusals of the payment itself: nothing was charged, and the same key gets the same answer. */
const DEFINITE: ReadonlySet<ErrorCode> = new Set([
  'INSUFFICIENT_BALANCE',
  'HOLD_EXPIRED',
  'INVALID_TRANSITION',
]);

interface PaymentAttempt {
  db: SqlClient;
  sessions: SessionGateway;
  logger: Logger;
  session: SessionReference;
  /** SHA-256 of the client's key, in hex. */
  key: string;
}

export type PaymentAnswer =
  { replayed: boolean; result: PayResult } | { replayed: boolean; refusal: Problem };

/**
 * Pays under an idempotency key. The key is looked at before the session is: a repeated payment gets its first answer,
 * though that payment ended the session.
 * @throws Problem IDEMPOTENCY_KEY_IN_USE, IDEMPOTENCY_KEY_REUSED, INVALID_TRANSITION (another payment is under way), and
 *   what `sessions.pay` throws and is no definite refusal
 */
export async function payOnce({
  db,
  sessions,
  logger,
  session,
  key,
}: PaymentAttempt): Promise<PaymentAnswer> {
  const row = { userId: session.userId, route: PAYMENT_ROUTE, key };
  // Payments have no body: what tells two apart is the session they are for.
  const bodyHash = hashOf({ sessionId: session.sessionId });
  const claim = await claimIdempotencyKey(db, {
    ...row,
    bodyHash,
    scope: session.sessionId,
    leaseMs: LEASE_MS,
  });
  switch (claim.outcome) {
    case 'REPLAY':
      return replayOf(claim);
    case 'IDEMPOTENCY_KEY_IN_USE':
      throw new Problem(
        claim.outcome,
        'The first request is still under way: ask again in a second with the same key.',
        {
          retryAfter: 1,
        },
      );
    case 'IDEMPOTENCY_KEY_REUSED':
      throw new Problem(claim.outcome, 'This key paid for another session: use a new key for a new payment.');
    case 'SCOPE_BUSY':
      throw new Problem(
        'INVALID_TRANSITION',
        'Another payment of this session is under way: wait for its answer.',
      );
    case 'CLAIMED':
  }
  try {
    return { replayed: false, result: await sessions.pay(session, key) };
  } catch (error) {
    const refusal = error instanceof Problem ? error : null;
    if (refusal && DEFINITE.has(refusal.code)) {
      const { code, detail, members } = refusal;
      const stored = { ...row, status: ERROR_CODES[code].status, body: { code, detail, members } };
      await settle(() => completeIdempotencyKey(db, stored));
      return { replayed: false, refusal };
    }
    // Its claim may have been taken over while the payment was under way: then the charge found no key to complete.
    const paid = refusal?.code === 'QUEUE_TOKEN_EXPIRED' && (await findPaymentByKey(db, session.userId, key));
    if (paid) {
      await settle(() => completeIdempotencyKey(db, { ...row, status: 201, body: paid }));
      return { replayed: true, result: paid };
    }
    // Without a definite answer the payment may still happen: the claim is left to its lease, so that nobody pays
    // twice and the same key takes over. All other refusals came before anything was begun.
    const outcomeUnknown = refusal === null || ['DEPENDENCY_UNAVAILABLE', 'INTERNAL'].includes(refusal.code);
    if (!outcomeUnknown) await settle(() => releaseIdempotencyKey(db, row));
    throw error;
  }

  /** The client gets the payment's answer even when the key cannot be settled: then its lease runs out. */
  async function settle(write: () => Promise<void>): Promise<void> {
    try {
      await write();
    } catch (error) {
      logger.warn({ err: error }, 'an idempotency key was left to its lease');
    }
  }
}

function replayOf({ status, body }: { status: number; body: unknown }): PaymentAnswer {
  if (status < 400) return { replayed: true, result: body as PayResult };
  const { code, detail, members } = body as { code: string; detail: string; members: Problem['members'] };
  if (!isErrorCode(code)) throw new Error(`an idempotency key was completed with the unknown code ${code}`);
  return { replayed: true, refusal: new Problem(code, detail, members) };
}
