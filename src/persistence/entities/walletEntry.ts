import { Check, Column, Entity, ForeignKey, Index, PrimaryGeneratedColumn, Unique } from 'typeorm';
import { Payment } from './payment';
import { Wallet } from './wallet';

/** One change of a wallet. Append-only: a trigger refuses UPDATE, DELETE and TRUNCATE. Minor units, signed. */
@Entity({ name: 'wallet_entries' })
@Unique('wallet_entries_idempotency_key_key', ['userId', 'type', 'idempotencyKey'])
@Index('wallet_entries_one_per_payment_and_type', ['paymentId', 'type'], {
  unique: true,
  where: 'payment_id IS NOT NULL',
})
@Index('wallet_entries_user_id_id_idx', ['userId', 'id'])
@Check('wallet_entries_type_check', `type IN ('TOP_UP', 'CHARGE', 'REFUND')`)
@Check(
  'wallet_entries_amount_check',
  `CASE type WHEN 'TOP_UP' THEN amount > 0 WHEN 'CHARGE' THEN amount <= 0 ELSE amount >= 0 END
   AND amount BETWEEN -9007199254740991 AND 9007199254740991`,
)
@Check('wallet_entries_balance_after_check', 'balance_after BETWEEN 0 AND 9007199254740991')
@Check('wallet_entries_payment_id_check', `(type = 'TOP_UP') = (payment_id IS NULL)`)
export class WalletEntry {
  @PrimaryGeneratedColumn('identity', {
    type: 'bigint',
    generatedIdentity: 'ALWAYS',
    primaryKeyConstraintName: 'wallet_entries_pkey',
  })
  id!: string;

  @Column('uuid', { name: 'user_id' })
  @ForeignKey(() => Wallet, { name: 'wallet_entries_user_id_fkey' })
  userId!: string;

  @Column('text')
  type!: string;

  @Column('bigint')
  amount!: string;

  @Column('bigint', { name: 'balance_after' })
  balanceAfter!: string;

  @Column('text', { name: 'idempotency_key' })
  idempotencyKey!: string;

  @Column('uuid', { name: 'payment_id', nullable: true })
  @ForeignKey(() => Payment, { name: 'wallet_entries_payment_id_fkey' })
  paymentId!: string | null;

  @Column('timestamptz', { name: 'created_at', default: () => 'now()' })
  createdAt!: Date;
}
