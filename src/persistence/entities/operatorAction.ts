import { Column, Entity, Index, PrimaryGeneratedColumn, Unique } from 'typeorm';

/**
 * Who of the operators did what and why. Append-only. It refers to no other table: it has to outlive what it tells of, and
 * some of it was refused because there is no such thing.
 */
@Entity({ name: 'operator_actions' })
@Unique('operator_actions_workflow_action_key', ['workflowId', 'actionId'])
@Index('operator_actions_at_idx', ['at'])
export class OperatorAction {
  @PrimaryGeneratedColumn('identity', {
    type: 'bigint',
    generatedIdentity: 'ALWAYS',
    primaryKeyConstraintName: 'operator_actions_pkey',
  })
  id!: string;

  @Column('timestamptz', { default: () => 'now()' })
  at!: Date;

  /** A login. */
  @Column('text', { name: 'acted_by' })
  by!: string;

  @Column('text')
  why!: string;

  /** The message, such as `operatorReleaseHold`. */
  @Column('text')
  what!: string;

  /** DONE, or why it was refused. */
  @Column('text')
  outcome!: string;

  /** Whom it was sent to. */
  @Column('text', { name: 'workflow_id' })
  workflowId!: string;

  @Column('text', { name: 'action_id' })
  actionId!: string;

  @Column('bigint', { name: 'concert_id', nullable: true })
  concertId!: string | null;

  @Column('uuid', { name: 'session_id', nullable: true })
  sessionId!: string | null;

  @Column('uuid', { name: 'reservation_id', nullable: true })
  reservationId!: string | null;

  /** What was asked for and answered besides: ids, seat numbers, amounts. */
  @Column('jsonb')
  details!: unknown;
}
