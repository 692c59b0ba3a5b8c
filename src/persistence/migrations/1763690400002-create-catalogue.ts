import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateCatalogue1763690400002 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE concerts (
        id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT concerts_pkey PRIMARY KEY,
        title text NOT NULL,
        description text NOT NULL,
        duration_minutes integer NOT NULL
          CONSTRAINT concerts_duration_minutes_check CHECK (duration_minutes > 0),
        sale_opens_at timestamptz NOT NULL,
        waiting_room_capacity integer NOT NULL
          CONSTRAINT concerts_waiting_room_capacity_check CHECK (waiting_room_capacity >= 0),
        admissions_per_second double precision NOT NULL
          CONSTRAINT concerts_admissions_per_second_check CHECK (admissions_per_second > 0),
        waiting_room_paused boolean NOT NULL DEFAULT false,
        status text NOT NULL DEFAULT 'ON_SALE'
          CONSTRAINT concerts_status_check CHECK (status IN ('ON_SALE', 'CLOSED')),
        created_at timestamptz NOT NULL DEFAULT now(),
        updated_at timestamptz NOT NULL DEFAULT now()
      );

      CREATE TABLE venues (
        id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT venues_pkey PRIMARY KEY,
        name text NOT NULL,
        address text NOT NULL,
        capacity integer NOT NULL CONSTRAINT venues_capacity_check CHECK (capacity >= 0),
        time_zone text NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now()
      );

      CREATE TABLE venue_seats (
        id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT venue_seats_pkey PRIMARY KEY,
        venue_id bigint NOT NULL CONSTRAINT venue_seats_venue_id_fkey REFERENCES venues (id),
        seat_number text NOT NULL,
        area text NOT NULL,
        seat_type text NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT venue_seats_venue_seat_number_key UNIQUE (venue_id, seat_number)
      );

      -- Room on the page for the hot counters to change in place, without touching an index.
      CREATE TABLE schedules (
        id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT schedules_pkey PRIMARY KEY,
        concert_id bigint NOT NULL CONSTRAINT schedules_concert_id_fkey REFERENCES concerts (id),
        venue_id bigint NOT NULL CONSTRAINT schedules_venue_id_fkey REFERENCES venues (id),
        starts_at timestamptz NOT NULL,
        ends_at timestamptz NOT NULL,
        total_seats integer NOT NULL,
        available_seats integer NOT NULL,
        reserved_seats integer NOT NULL DEFAULT 0,
        seat_map_version bigint NOT NULL DEFAULT 0,
        status text NOT NULL DEFAULT 'AVAILABLE'
          CONSTRAINT schedules_status_check CHECK (status IN ('AVAILABLE', 'SOLD_OUT')),
        created_at timestamptz NOT NULL DEFAULT now(),
        updated_at timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT schedules_concert_starts_at_key UNIQUE (concert_id, starts_at),
        CONSTRAINT schedules_ends_at_check CHECK (ends_at > starts_at),
        CONSTRAINT schedules_counters_check CHECK (
          available_seats >= 0 AND reserved_seats >= 0
          AND available_seats + reserved_seats <= total_seats
        )
      ) WITH (fillfactor = 50);
      CREATE INDEX schedules_venue_id_idx ON schedules (venue_id);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE schedules, venue_seats, venues, concerts');
  }
}
