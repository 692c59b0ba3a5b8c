import { decide, type SqlClient } from '../sqlClient';

/** The route under which the idempotency keys of top-ups are kept. */
export const TOP_UP_ROUTE = 'POST /wallet/top-ups';

export interface TopUpWalletInput {
  userId: string;
  /** Minor units, positive. */
  amount: number;
  /** SHA-256 of the client's idempotency key, in hex. */
  key: string;
  bodyHash: string;
}

export type TopUpWalletOutcome =
  | { outcome: 'TOPPED_UP'; id: string; amount: number; balance: number; replayed: boolean }
  | { outcome: 'IDEMPOTENCY_KEY_REUSED' | 'IDEMPOTENCY_KEY_IN_USE' }
  | { outcome: 'BALANCE_LIMIT_EXCEEDED' };

/**
 * Credits the wallet once per key. The key's row and the credit are one transaction, so that neither exists alone; the
 * same key again gives the first answer with `replayed`. The ledger keeps the key for good: even a day later, when the
 * key's row is forgotten, it cannot credit twice.
 * @throws when the user has no wallet
 */
export async function topUpWallet(db: SqlClient, input: TopUpWalletInput): Promise<TopUpWalletOutcome> {
  return decide<TopUpWalletOutcome>(db, 'top_up_wallet($1::uuid, $2::bigint, $3::text, $4::text, $5::text)', [
    input.userId,
    input.amount,
    input.key,
    input.bodyHash,
    TOP_UP_ROUTE,
  ]);
}
