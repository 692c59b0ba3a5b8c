import { Column, Entity, ForeignKey, PrimaryGeneratedColumn, Unique } from 'typeorm';
import { Venue } from './venue';

/** A chair of the venue; each schedule has its own `Seat` for it. */
@Entity({ name: 'venue_seats' })
@Unique('venue_seats_venue_seat_number_key', ['venueId', 'seatNumber'])
export class VenueSeat {
  @PrimaryGeneratedColumn('identity', {
    type: 'bigint',
    generatedIdentity: 'ALWAYS',
    primaryKeyConstraintName: 'venue_seats_pkey',
  })
  id!: string;

  @Column('bigint', { name: 'venue_id' })
  @ForeignKey(() => Venue, { name: 'venue_seats_venue_id_fkey' })
  venueId!: string;

  @Column('text', { name: 'seat_number' })
  seatNumber!: string;

  @Column('text')
  area!: string;

  @Column('text', { name: 'seat_type' })
  seatType!: string;

  @Column('timestamptz', { name: 'created_at', default: () => 'now()' })
  createdAt!: Date;
}
