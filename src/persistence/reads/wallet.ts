import type { LedgerEntryType } from '../../contracts/states';
import { bigintIdOrNull, uuidOrNull } from '../identifierText';
import type { SqlClient } from '../sqlClient';

export interface LedgerEntry {
  id: string;
  type: LedgerEntryType;
  /** Minor units; negative for a charge. */
  amount: number;
  balanceAfter: number;
  createdAt: Date;
}

/** @returns minor units; 0 for a user without a wallet */
export async function walletBalance(db: SqlClient, userId: string): Promise<number> {
  const rows = await db.query<{ balance: string }>('SELECT balance FROM wallets WHERE user_id = $1::uuid', [
    uuidOrNull(userId),
  ]);
  return Number(rows[0]?.balance ?? 0);
}

/** Newest first. @param page.before the id of the last entry already seen; one that cannot exist yields no entry */
export async function walletEntries(
  db: SqlClient,
  userId: string,
  page: { before?: string; limit: number },
): Promise<LedgerEntry[]> {
  const before = page.before === undefined ? null : bigintIdOrNull(page.before);
  if (page.before !== undefined && before === null) return [];
  const rows = await db.query<{
    id: string;
    type: LedgerEntryType;
    amount: string;
    balanceAfter: string;
    createdAt: Date;
  }>(
    `SELECT id::text AS id, type, amount, balance_after AS "balanceAfter", created_at AS "createdAt"
       FROM wallet_entries
      WHERE user_id = $1::uuid AND ($2::bigint IS NULL OR id < $2::bigint)
      ORDER BY wallet_entries.id DESC
      LIMIT $3`,
    [uuidOrNull(userId), before, page.limit],
  );
  return rows.map((row) => ({
    ...row,
    amount: Number(row.amount),
    balanceAfter: Number(row.balanceAfter),
  }));
}
