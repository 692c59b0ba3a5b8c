import { Check, Column, Entity, PrimaryGeneratedColumn } from 'typeorm';

/** What is on sale, with the settings of its waiting room. */
@Entity({ name: 'concerts' })
@Check('concerts_duration_minutes_check', 'duration_minutes > 0')
@Check('concerts_waiting_room_capacity_check', 'waiting_room_capacity >= 0')
@Check('concerts_admissions_per_second_check', 'admissions_per_second > 0')
@Check('concerts_hold_extension_seconds_check', 'hold_extension_seconds BETWEEN 0 AND 3600')
@Check('concerts_status_check', `status IN ('ON_SALE', 'CLOSED')`)
@Check('concerts_draw_seed_check', `draw_seed ~ '^[0-9a-f]{64}$'`)
export class Concert {
  @PrimaryGeneratedColumn('identity', {
    type: 'bigint',
    generatedIdentity: 'ALWAYS',
    primaryKeyConstraintName: 'concerts_pkey',
  })
  id!: string;

  @Column('text')
  title!: string;

  @Column('text')
  description!: string;

  @Column('int', { name: 'duration_minutes' })
  durationMinutes!: number;

  @Column('timestamptz', { name: 'sale_opens_at' })
  saleOpensAt!: Date;

  @Column('int', { name: 'waiting_room_capacity' })
  waitingRoomCapacity!: number;

  @Column('double precision', { name: 'admissions_per_second' })
  admissionsPerSecond!: number;

  @Column('boolean', { name: 'waiting_room_paused', default: false })
  waitingRoomPaused!: boolean;

  /** By how much a fan may put off the deadline of a hold, once; 0: not at all. */
  @Column('int', { name: 'hold_extension_seconds', default: 0 })
  holdExtensionSeconds!: number;

  @Column('text', { default: 'ON_SALE' })
  status!: string;

  /** Decides the order of those who came before the sale; a secret until it opens. */
  @Column('text', {
    name: 'draw_seed',
    default: () => `encode((uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())), 'hex')`,
  })
  drawSeed!: string;

  /** When the first fan came; null: nobody ever did, so that a room which Redis does not know has lost nothing. */
  @Column('timestamptz', { name: 'waiting_room_opened_at', nullable: true })
  waitingRoomOpenedAt!: Date | null;

  @Column('timestamptz', { name: 'created_at', default: () => 'now()' })
  createdAt!: Date;

  @Column('timestamptz', { name: 'updated_at', default: () => 'now()' })
  updatedAt!: Date;
}
