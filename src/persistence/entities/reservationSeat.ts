import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { Reservation } from './reservation';
import { Seat } from './seat';

/** A seat of a reservation as it was sold. `live` while the reservation is HELD or CONFIRMED: one such row per seat. */
@Entity({ name: 'reservation_seats' })
@Index('reservation_seats_one_live_per_seat', ['seatId'], { unique: true, where: 'live' })
@Check('reservation_seats_price_check', 'price BETWEEN 0 AND 9007199254740991')
export class ReservationSeat {
  @PrimaryColumn('uuid', { name: 'reservation_id', primaryKeyConstraintName: 'reservation_seats_pkey' })
  @ForeignKey(() => Reservation, { name: 'reservation_seats_reservation_id_fkey' })
  reservationId!: string;

  @PrimaryColumn('bigint', { name: 'seat_id', primaryKeyConstraintName: 'reservation_seats_pkey' })
  @ForeignKey(() => Seat, { name: 'reservation_seats_seat_id_fkey' })
  seatId!: string;

  @Column('text', { name: 'seat_number' })
  seatNumber!: string;

  @Column('text')
  area!: string;

  @Column('text')
  grade!: string;

  /** Minor units. */
  @Column('bigint')
  price!: string;

  @Column('boolean', { default: true })
  live!: boolean;
}
