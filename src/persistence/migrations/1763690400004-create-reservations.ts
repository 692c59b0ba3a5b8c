import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateReservations1763690400004 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE reservations (
        id uuid NOT NULL DEFAULT gen_random_uuid() CONSTRAINT reservations_pkey PRIMARY KEY,
        user_id uuid NOT NULL CONSTRAINT reservations_user_id_fkey REFERENCES users (id),
        schedule_id bigint NOT NULL CONSTRAINT reservations_schedule_id_fkey REFERENCES schedules (id),
        session_id uuid NOT NULL CONSTRAINT reservations_session_id_fkey REFERENCES sessions (id),
        hold_number integer NOT NULL CONSTRAINT reservations_hold_number_check CHECK (hold_number > 0),
        status text NOT NULL CONSTRAINT reservations_status_check
          CHECK (status IN ('HELD', 'CONFIRMED', 'EXPIRED', 'CANCELED')),
        amount bigint NOT NULL
          CONSTRAINT reservations_amount_check CHECK (amount BETWEEN 0 AND 9007199254740991),
        reserved_at timestamptz NOT NULL,
        expires_at timestamptz NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now(),
        updated_at timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT reservations_session_hold_number_key UNIQUE (session_id, hold_number),
        CONSTRAINT reservations_expires_at_check CHECK (expires_at > reserved_at)
      );
      CREATE UNIQUE INDEX reservations_one_held_per_session ON reservations (session_id)
        WHERE status = 'HELD';
      CREATE INDEX reservations_user_id_reserved_at_idx ON reservations (user_id, reserved_at, id);
      CREATE INDEX reservations_schedule_id_idx ON reservations (schedule_id);

      CREATE TABLE reservation_seats (
        reservation_id uuid NOT NULL
          CONSTRAINT reservation_seats_reservation_id_fkey REFERENCES reservations (id),
        seat_id bigint NOT NULL CONSTRAINT reservation_seats_seat_id_fkey REFERENCES seats (id),
        seat_number text NOT NULL,
        area text NOT NULL,
        grade text NOT NULL,
        price bigint NOT NULL
          CONSTRAINT reservation_seats_price_check CHECK (price BETWEEN 0 AND 9007199254740991),
        live boolean NOT NULL DEFAULT true,
        CONSTRAINT reservation_seats_pkey PRIMARY KEY (reservation_id, seat_id)
      );
      CREATE UNIQUE INDEX reservation_seats_one_live_per_seat ON reservation_seats (seat_id) WHERE live;

      CREATE TABLE payments (
        id uuid NOT NULL DEFAULT gen_random_uuid() CONSTRAINT payments_pkey PRIMARY KEY,
        reservation_id uuid NOT NULL CONSTRAINT payments_reservation_id_fkey REFERENCES reservations (id),
        user_id uuid NOT NULL CONSTRAINT payments_user_id_fkey REFERENCES users (id),
        amount bigint NOT NULL
          CONSTRAINT payments_amount_check CHECK (amount BETWEEN 0 AND 9007199254740991),
        status text NOT NULL CONSTRAINT payments_status_check
          CHECK (status IN ('PENDING', 'COMPLETED', 'FAILED', 'CANCELED')),
        payment_key text NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now(),
        updated_at timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT payments_user_payment_key_key UNIQUE (user_id, payment_key)
      );
      CREATE UNIQUE INDEX payments_one_completed_per_reservation ON payments (reservation_id)
        WHERE status = 'COMPLETED';
      CREATE INDEX payments_reservation_id_idx ON payments (reservation_id);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE payments, reservation_seats, reservations');
  }
}
