import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** What one reconciliation found and repaired. Written once, at its end; kept for 30 days. */
@Entity({ name: 'reconciliations' })
@Index('reconciliations_ended_at_idx', ['endedAt'])
export class Reconciliation {
  /** The run of its workflow. */
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'reconciliations_pkey' })
  id!: string;

  @Column('timestamptz', { name: 'started_at' })
  startedAt!: Date;

  @Column('timestamptz', { name: 'ended_at', default: () => 'now()' })
  endedAt!: Date;

  /** `{counts, examples}`: how often each rule was broken, and the first few of each that was. */
  @Column('jsonb')
  findings!: unknown;

  /** How many were repaired, by rule. */
  @Column('jsonb')
  repaired!: unknown;
}
