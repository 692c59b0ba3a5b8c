import { Check, Column, Entity, PrimaryGeneratedColumn } from 'typeorm';

/** A place with a seat plan. `capacity` is the number of its seats. */
@Entity({ name: 'venues' })
@Check('venues_capacity_check', 'capacity >= 0')
export class Venue {
  @PrimaryGeneratedColumn('identity', {
    type: 'bigint',
    generatedIdentity: 'ALWAYS',
    primaryKeyConstraintName: 'venues_pkey',
  })
  id!: string;

  @Column('text')
  name!: string;

  @Column('text')
  address!: string;

  @Column('int')
  capacity!: number;

  @Column('text', { name: 'time_zone' })
  timeZone!: string;

  @Column('timestamptz', { name: 'created_at', default: () => 'now()' })
  createdAt!: Date;
}
