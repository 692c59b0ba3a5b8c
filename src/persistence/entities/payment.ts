import { Check, Column, Entity, ForeignKey, Index, PrimaryGeneratedColumn, Unique } from 'typeorm';
import { Reservation } from './reservation';
import { User } from './user';

/** A charge for a reservation. A refund makes it CANCELED; there is at most one COMPLETED per reservation. */
@Entity({ name: 'payments' })
@Unique('payments_user_payment_key_key', ['userId', 'paymentKey'])
@Index('payments_one_completed_per_reservation', ['reservationId'], {
  unique: true,
  where: `status = 'COMPLETED'`,
})
@Index('payments_reservation_id_idx', ['reservationId'])
@Check('payments_amount_check', 'amount BETWEEN 0 AND 9007199254740991')
@Check('payments_status_check', `status IN ('PENDING', 'COMPLETED', 'FAILED', 'CANCELED')`)
export class Payment {
  @PrimaryGeneratedColumn('uuid', { primaryKeyConstraintName: 'payments_pkey' })
  id!: string;

  @Column('uuid', { name: 'reservation_id' })
  @ForeignKey(() => Reservation, { name: 'payments_reservation_id_fkey' })
  reservationId!: string;

  @Column('uuid', { name: 'user_id' })
  @ForeignKey(() => User, { name: 'payments_user_id_fkey' })
  userId!: string;

  /** Minor units. */
  @Column('bigint')
  amount!: string;

  @Column('text')
  status!: string;

  @Column('text', { name: 'payment_key' })
  paymentKey!: string;

  @Column('timestamptz', { name: 'created_at', default: () => 'now()' })
  createdAt!: Date;

  @Column('timestamptz', { name: 'updated_at', default: () => 'now()' })
  updatedAt!: Date;
}
