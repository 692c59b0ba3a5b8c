import { Check, Column, Entity, ForeignKey, Index, PrimaryGeneratedColumn, Unique } from 'typeorm';
import { Schedule } from './schedule';
import { Session } from './session';
import { VenueSeat } from './venueSeat';

/** A seat of one performance. While HELD, (session, hold number) is the fence that every change of it must name. */
@Entity({ name: 'seats' })
@Unique('seats_schedule_seat_number_key', ['scheduleId', 'seatNumber'])
@Unique('seats_schedule_position_key', ['scheduleId', 'seatPosition'])
@Index('seats_schedule_id_id_idx', ['scheduleId', 'id'])
@Check('seats_price_check', 'price BETWEEN 0 AND 9007199254740991')
@Check('seats_status_check', `status IN ('AVAILABLE', 'HELD', 'RESERVED')`)
@Check(
  'seats_hold_fence_check',
  `num_nulls(hold_session_id, hold_number, hold_expires_at) = CASE status WHEN 'HELD' THEN 0 ELSE 3 END`,
)
export class Seat {
  @PrimaryGeneratedColumn('identity', {
    type: 'bigint',
    generatedIdentity: 'ALWAYS',
    primaryKeyConstraintName: 'seats_pkey',
  })
  id!: string;

  @Column('bigint', { name: 'schedule_id' })
  @ForeignKey(() => Schedule, { name: 'seats_schedule_id_fkey' })
  scheduleId!: string;

  @Column('bigint', { name: 'venue_seat_id' })
  @ForeignKey(() => VenueSeat, { name: 'seats_venue_seat_id_fkey' })
  venueSeatId!: string;

  @Column('text', { name: 'seat_number' })
  seatNumber!: string;

  @Column('text')
  area!: string;

  @Column('text')
  grade!: string;

  /** Minor units. */
  @Column('bigint')
  price!: string;

  /** Counts along the rows of the plan: neighbours differ by one; see functions/planPositions.sql.ts. */
  @Column('int', { name: 'seat_position' })
  seatPosition!: number;

  @Column('text', { default: 'AVAILABLE' })
  status!: string;

  @Column('uuid', { name: 'hold_session_id', nullable: true })
  @ForeignKey(() => Session, { name: 'seats_hold_session_id_fkey' })
  holdSessionId!: string | null;

  @Column('int', { name: 'hold_number', nullable: true })
  holdNumber!: number | null;

  @Column('timestamptz', { name: 'hold_expires_at', nullable: true })
  holdExpiresAt!: Date | null;
}
