import { Check, Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** A fan. Addresses are unique whatever their case. */
@Entity({ name: 'users' })
@Check('users_status_check', `status IN ('ACTIVE', 'SUSPENDED')`)
// On lower(email): TypeORM knows no indexes on expressions, so that only the migration spells it.
@Index('users_email_key', { synchronize: false })
export class User {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'users_pkey' })
  id!: string;

  @Column('text')
  email!: string;

  @Column('text')
  name!: string;

  @Column('text', { default: 'ACTIVE' })
  status!: string;

  @Column('timestamptz', { name: 'created_at', default: () => 'now()' })
  createdAt!: Date;

  @Column('timestamptz', { name: 'updated_at', default: () => 'now()' })
  updatedAt!: Date;
}
