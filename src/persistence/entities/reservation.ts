import { Check, Column, Entity, ForeignKey, Index, PrimaryGeneratedColumn, Unique } from 'typeorm';
import { Schedule } from './schedule';
import { Session } from './session';
import { User } from './user';

/** The seats of one hold, and what became of them. One per hold number, so that a repeated hold finds its own. */
@Entity({ name: 'reservations' })
@Unique('reservations_session_hold_number_key', ['sessionId', 'holdNumber'])
@Index('reservations_one_held_per_session', ['sessionId'], { unique: true, where: `status = 'HELD'` })
@Index('reservations_user_id_reserved_at_idx', ['userId', 'reservedAt', 'id'])
@Index('reservations_schedule_id_idx', ['scheduleId'])
@Check('reservations_status_check', `status IN ('HELD', 'CONFIRMED', 'EXPIRED', 'CANCELED')`)
@Check('reservations_amount_check', 'amount BETWEEN 0 AND 9007199254740991')
@Check('reservations_hold_number_check', 'hold_number > 0')
@Check('reservations_expires_at_check', 'expires_at > reserved_at')
export class Reservation {
  @PrimaryGeneratedColumn('uuid', { primaryKeyConstraintName: 'reservations_pkey' })
  id!: string;

  @Column('uuid', { name: 'user_id' })
  @ForeignKey(() => User, { name: 'reservations_user_id_fkey' })
  userId!: string;

  @Column('bigint', { name: 'schedule_id' })
  @ForeignKey(() => Schedule, { name: 'reservations_schedule_id_fkey' })
  scheduleId!: string;

  @Column('uuid', { name: 'session_id' })
  @ForeignKey(() => Session, { name: 'reservations_session_id_fkey' })
  sessionId!: string;

  @Column('int', { name: 'hold_number' })
  holdNumber!: number;

  @Column('text')
  status!: string;

  /** Sum of the seats' prices as sold, minor units. */
  @Column('bigint')
  amount!: string;

  /** Since when the seats are held. Letting single seats go does not begin anew. */
  @Column('timestamptz', { name: 'reserved_at' })
  reservedAt!: Date;

  /** The deadline of the hold: no payment is taken at or after it. */
  @Column('timestamptz', { name: 'expires_at' })
  expiresAt!: Date;

  /** When the deadline was put off, which a session can do once. */
  @Column('timestamptz', { name: 'extended_at', nullable: true })
  extendedAt!: Date | null;

  @Column('timestamptz', { name: 'created_at', default: () => 'now()' })
  createdAt!: Date;

  @Column('timestamptz', { name: 'updated_at', default: () => 'now()' })
  updatedAt!: Date;
}
