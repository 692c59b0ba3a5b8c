import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { User } from './user';

/** A request that may arrive more than once, and its answer once there is one. Counts as absent after 24 hours. */
@Entity({ name: 'idempotency_keys' })
@Index('idempotency_keys_one_in_progress_per_scope', ['scope'], {
  unique: true,
  where: `state = 'IN_PROGRESS' AND scope IS NOT NULL`,
})
@Index('idempotency_keys_created_at_idx', ['createdAt'])
@Check('idempotency_keys_state_check', `state IN ('IN_PROGRESS', 'COMPLETED')`)
@Check(
  'idempotency_keys_response_check',
  `num_nulls(response_status, response_body) = CASE state WHEN 'COMPLETED' THEN 0 ELSE 2 END`,
)
@Check('idempotency_keys_response_status_check', 'response_status BETWEEN 100 AND 599')
export class IdempotencyKey {
  @PrimaryColumn('uuid', { name: 'user_id', primaryKeyConstraintName: 'idempotency_keys_pkey' })
  @ForeignKey(() => User, { name: 'idempotency_keys_user_id_fkey' })
  userId!: string;

  @PrimaryColumn('text', { primaryKeyConstraintName: 'idempotency_keys_pkey' })
  route!: string;

  /** SHA-256 of the client's key, in hex. */
  @PrimaryColumn('text', { primaryKeyConstraintName: 'idempotency_keys_pkey' })
  key!: string;

  @Column('text', { name: 'body_hash' })
  bodyHash!: string;

  @Column('text')
  state!: string;

  @Column('text', { nullable: true })
  scope!: string | null;

  @Column('timestamptz', { name: 'lease_expires_at' })
  leaseExpiresAt!: Date;

  @Column('int', { name: 'response_status', nullable: true })
  responseStatus!: number | null;

  /** `json`, not `jsonb`: a replayed answer keeps the order of its members. */
  @Column('json', { name: 'response_body', nullable: true })
  responseBody!: unknown;

  @Column('timestamptz', { name: 'created_at', default: () => 'now()' })
  createdAt!: Date;
}
