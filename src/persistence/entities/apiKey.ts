import { Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';
import { User } from './user';

/** An API key of a user. The key itself is never stored, only its hash, and its end to know it by. */
@Entity({ name: 'api_keys' })
@Unique('api_keys_key_hash_key', ['keyHash'])
@Index('api_keys_user_id_idx', ['userId'])
export class ApiKey {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'api_keys_pkey' })
  id!: string;

  @Column('uuid', { name: 'user_id' })
  @ForeignKey(() => User, { name: 'api_keys_user_id_fkey' })
  userId!: string;

  /** SHA-256 in hex. */
  @Column('text', { name: 'key_hash' })
  keyHash!: string;

  /** null: the key is older than this column. */
  @Column('text', { name: 'last_four', nullable: true })
  lastFour!: string | null;

  @Column('timestamptz', { name: 'created_at', default: () => 'now()' })
  createdAt!: Date;

  /** null: it works. A revoked key stays, so that revoking it again is no error. */
  @Column('timestamptz', { name: 'revoked_at', nullable: true })
  revokedAt!: Date | null;
}
