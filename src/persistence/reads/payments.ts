import type { PayResult } from '../../contracts/messages';
import type { SqlClient } from '../sqlClient';

/** The charge made under this payment key, as it was answered; null when the key has charged nothing. */
export async function findPaymentByKey(
  db: SqlClient,
  userId: string,
  paymentKey: string,
): Promise<PayResult | null> {
  const [row] = await db.query<{ paymentId: string; reservationId: string; amount: string; balance: string }>(
    `SELECT p.id AS "paymentId", p.reservation_id AS "reservationId", p.amount, e.balance_after AS balance
       FROM payments p JOIN wallet_entries e ON e.payment_id = p.id AND e.type = 'CHARGE'
      WHERE p.user_id = $1::uuid AND p.payment_key = $2`,
    [userId, paymentKey],
  );
  return row ? { ...row, amount: Number(row.amount), balance: Number(row.balance) } : null;
}
