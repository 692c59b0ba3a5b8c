import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateSessionsAndSeats1763690400003 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE sessions (
        id uuid NOT NULL CONSTRAINT sessions_pkey PRIMARY KEY,
        user_id uuid NOT NULL CONSTRAINT sessions_user_id_fkey REFERENCES users (id),
        concert_id bigint NOT NULL CONSTRAINT sessions_concert_id_fkey REFERENCES concerts (id),
        workflow_id text NOT NULL,
        state text NOT NULL
          CONSTRAINT sessions_state_check CHECK (state IN ('WAITING', 'PROGRESS', 'DONE', 'EXPIRED')),
        place bigint NOT NULL,
        position_at_entry integer NOT NULL,
        issued_at timestamptz NOT NULL,
        ready_at timestamptz,
        expires_at timestamptz,
        ended_at timestamptz,
        end_reason text CONSTRAINT sessions_end_reason_check CHECK (end_reason IN (
          'PAID', 'QUEUE_WAIT_LIMIT', 'ADMISSION_WINDOW', 'INACTIVE', 'FAN_LEFT', 'REMOVED', 'SOLD_OUT'
        )),
        hold_number integer NOT NULL DEFAULT 0,
        released_through integer NOT NULL DEFAULT 0,
        CONSTRAINT sessions_end_check CHECK (
          num_nulls(ended_at, end_reason) = CASE WHEN state IN ('DONE', 'EXPIRED') THEN 0 ELSE 2 END
        ),
        CONSTRAINT sessions_hold_number_check CHECK (hold_number >= 0 AND released_through >= 0)
      ) WITH (fillfactor = 70);
      CREATE INDEX sessions_user_id_issued_at_idx ON sessions (user_id, issued_at);
      CREATE INDEX sessions_concert_id_issued_at_idx ON sessions (concert_id, issued_at);

      -- No index names a column that a hold changes: the update stays on its page. An index over the free seats alone
      -- would be faster to search and would make every hold, release and sale write to all indexes of the table.
      CREATE TABLE seats (
        id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT seats_pkey PRIMARY KEY,
        schedule_id bigint NOT NULL CONSTRAINT seats_schedule_id_fkey REFERENCES schedules (id),
        venue_seat_id bigint NOT NULL CONSTRAINT seats_venue_seat_id_fkey REFERENCES venue_seats (id),
        seat_number text NOT NULL,
        area text NOT NULL,
        grade text NOT NULL,
        price bigint NOT NULL CONSTRAINT seats_price_check CHECK (price BETWEEN 0 AND 9007199254740991),
        status text NOT NULL DEFAULT 'AVAILABLE'
          CONSTRAINT seats_status_check CHECK (status IN ('AVAILABLE', 'HELD', 'RESERVED')),
        hold_session_id uuid CONSTRAINT seats_hold_session_id_fkey REFERENCES sessions (id),
        hold_number integer,
        hold_expires_at timestamptz,
        CONSTRAINT seats_schedule_seat_number_key UNIQUE (schedule_id, seat_number),
        CONSTRAINT seats_hold_fence_check CHECK (
          num_nulls(hold_session_id, hold_number, hold_expires_at)
            = CASE status WHEN 'HELD' THEN 0 ELSE 3 END
        )
      ) WITH (fillfactor = 70);
      CREATE INDEX seats_schedule_id_id_idx ON seats (schedule_id, id);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE seats, sessions');
  }
}
