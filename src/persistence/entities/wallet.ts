import { Check, Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import { User } from './user';

/** A user's prepaid money. `balance` always equals the sum of the user's ledger entries; minor units. */
@Entity({ name: 'wallets' })
@Check('wallets_balance_check', 'balance BETWEEN 0 AND 9007199254740991')
export class Wallet {
  @PrimaryColumn('uuid', { name: 'user_id', primaryKeyConstraintName: 'wallets_pkey' })
  @ForeignKey(() => User, { name: 'wallets_user_id_fkey' })
  userId!: string;

  @Column('bigint', { default: 0 })
  balance!: string;

  @Column('timestamptz', { name: 'created_at', default: () => 'now()' })
  createdAt!: Date;

  @Column('timestamptz', { name: 'updated_at', default: () => 'now()' })
  updatedAt!: Date;
}
