import type { MigrationInterface, QueryRunner } from 'typeorm';
import { BEST_AVAILABLE } from '../functions/bestAvailable.sql';
import { CREATE_SCHEDULE } from '../functions/createSchedule.sql';
import { HOLD_REFUSAL } from '../functions/holdRefusal.sql';
import { HOLD_SEATS } from '../functions/holdSeats.sql';
import { HOLD_WITHIN_LIMIT } from '../functions/holdWithinLimit.sql';
import { PLAN_POSITIONS } from '../functions/planPositions.sql';

/**
 * Best available seats side by side, the limit of seats per fan across sessions, and payments that keep what they say.
 */
export class AdjacentSeats1763690400008 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(PLAN_POSITIONS);
    await runner.query(`
      ALTER TABLE seats ADD COLUMN seat_position integer;
      UPDATE seats s SET seat_position = plan.seat_position
        FROM venues v, plan_positions(v.id) plan WHERE plan.venue_seat_id = s.venue_seat_id;
      ALTER TABLE seats
        ALTER COLUMN seat_position SET NOT NULL,
        ADD CONSTRAINT seats_schedule_position_key UNIQUE (schedule_id, seat_position);
    `);
    await runner.query(BEST_AVAILABLE);
    await runner.query(HOLD_WITHIN_LIMIT);
    await runner.query(`
      DROP FUNCTION seats_within_limit(uuid, bigint, integer, integer);

      CREATE FUNCTION refuse_payment_change() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        RAISE EXCEPTION 'a payment only changes its status: % is refused', TG_OP
          USING ERRCODE = 'restrict_violation';
      END $$;
      CREATE TRIGGER payments_only_change_status
        BEFORE UPDATE OF id, reservation_id, user_id, amount, payment_key, created_at OR DELETE OR TRUNCATE
        ON payments
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_payment_change();
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TRIGGER payments_only_change_status ON payments;
      DROP FUNCTION refuse_payment_change, hold_seats, best_available, seat_shortage, fewest_runs, best_run, try_run, lock_free_seats, hold_answer, hold_refusal,
        seat_refusal, seats_within_limit, create_schedule, plan_positions;
      ALTER TABLE seats DROP COLUMN seat_position;
    `);
    for (const sql of [HOLD_REFUSAL, HOLD_SEATS, CREATE_SCHEDULE]) await runner.query(sql);
  }
}
