import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { Concert } from './concert';
import { User } from './user';

/** A fan's visit as support and history see it; where it is now is known to its workflow. Kept after its end. */
@Entity({ name: 'sessions' })
@Index('sessions_user_id_issued_at_idx', ['userId', 'issuedAt'])
@Index('sessions_concert_id_issued_at_idx', ['concertId', 'issuedAt'])
@Index('sessions_open_by_place_idx', ['concertId', 'place', 'id'], { where: 'ended_at IS NULL' })
@Check('sessions_state_check', `state IN ('WAITING', 'PROGRESS', 'DONE', 'EXPIRED')`)
@Check(
  'sessions_end_reason_check',
  `end_reason IN ('PAID', 'QUEUE_WAIT_LIMIT', 'ADMISSION_WINDOW', 'INACTIVE', 'EXPIRED_BY_OPERATOR', 'FAN_LEFT', 'REMOVED', 'SOLD_OUT')`,
)
@Check(
  'sessions_end_check',
  `num_nulls(ended_at, end_reason) = CASE WHEN state IN ('DONE', 'EXPIRED') THEN 0 ELSE 2 END`,
)
@Check('sessions_hold_number_check', 'hold_number >= 0 AND released_through >= 0')
export class Session {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'sessions_pkey' })
  id!: string;

  @Column('uuid', { name: 'user_id' })
  @ForeignKey(() => User, { name: 'sessions_user_id_fkey' })
  userId!: string;

  @Column('bigint', { name: 'concert_id' })
  @ForeignKey(() => Concert, { name: 'sessions_concert_id_fkey' })
  concertId!: string;

  @Column('text', { name: 'workflow_id' })
  workflowId!: string;

  @Column('text')
  state!: string;

  /** The arrival number in the concert's line. */
  @Column('bigint')
  place!: string;

  @Column('int', { name: 'position_at_entry' })
  positionAtEntry!: number;

  @Column('timestamptz', { name: 'issued_at' })
  issuedAt!: Date;

  @Column('timestamptz', { name: 'ready_at', nullable: true })
  readyAt!: Date | null;

  @Column('timestamptz', { name: 'expires_at', nullable: true })
  expiresAt!: Date | null;

  @Column('timestamptz', { name: 'ended_at', nullable: true })
  endedAt!: Date | null;

  @Column('text', { name: 'end_reason', nullable: true })
  endReason!: string | null;

  /** The highest hold that claimed seats. */
  @Column('int', { name: 'hold_number', default: 0 })
  holdNumber!: number;

  /** Holds up to this number are over: none of them claims seats any more. */
  @Column('int', { name: 'released_through', default: 0 })
  releasedThrough!: number;
}
