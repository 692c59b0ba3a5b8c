import { Check, Column, Entity, ForeignKey, Index, PrimaryGeneratedColumn, Unique } from 'typeorm';
import { Concert } from './concert';
import { Venue } from './venue';

/** One dated performance. Its counters change in the same transaction as its seats. */
@Entity({ name: 'schedules' })
@Unique('schedules_concert_starts_at_key', ['concertId', 'startsAt'])
@Index('schedules_venue_id_idx', ['venueId'])
@Check('schedules_ends_at_check', 'ends_at > starts_at')
@Check(
  'schedules_counters_check',
  'available_seats >= 0 AND reserved_seats >= 0 AND available_seats + reserved_seats <= total_seats',
)
@Check('schedules_status_check', `status IN ('AVAILABLE', 'SOLD_OUT', 'CANCELED')`)
@Check('schedules_canceled_check', `(status = 'CANCELED') = (canceled_at IS NOT NULL)`)
export class Schedule {
  @PrimaryGeneratedColumn('identity', {
    type: 'bigint',
    generatedIdentity: 'ALWAYS',
    primaryKeyConstraintName: 'schedules_pkey',
  })
  id!: string;

  @Column('bigint', { name: 'concert_id' })
  @ForeignKey(() => Concert, { name: 'schedules_concert_id_fkey' })
  concertId!: string;

  @Column('bigint', { name: 'venue_id' })
  @ForeignKey(() => Venue, { name: 'schedules_venue_id_fkey' })
  venueId!: string;

  @Column('timestamptz', { name: 'starts_at' })
  startsAt!: Date;

  @Column('timestamptz', { name: 'ends_at' })
  endsAt!: Date;

  @Column('int', { name: 'total_seats' })
  totalSeats!: number;

  @Column('int', { name: 'available_seats' })
  availableSeats!: number;

  /** Seats sold. With it, "no seat AVAILABLE or HELD" is known without counting seats. */
  @Column('int', { name: 'reserved_seats', default: 0 })
  reservedSeats!: number;

  /** Ascends with each change of a seat: the seat map's ETag. */
  @Column('bigint', { name: 'seat_map_version', default: 0 })
  seatMapVersion!: string;

  @Column('text', { default: 'AVAILABLE' })
  status!: string;

  /** An operator cancelled the date: from then on nothing of it is held or paid for. */
  @Column('timestamptz', { name: 'canceled_at', nullable: true })
  canceledAt!: Date | null;

  @Column('timestamptz', { name: 'created_at', default: () => 'now()' })
  createdAt!: Date;

  @Column('timestamptz', { name: 'updated_at', default: () => 'now()' })
  updatedAt!: Date;
}
