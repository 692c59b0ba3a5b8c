import type { MigrationInterface, QueryRunner } from 'typeorm';
import { CANCEL_RESERVATION } from '../functions/cancelReservation.sql';
import {
  CANCEL_RESERVATION_OF_CANCELED,
  CHANGE_SCHEDULE_UNLESS_CANCELED,
  EXTEND_UNLESS_CANCELED,
  HOLD_REFUSAL_OF_CANCELED,
  PAY_UNLESS_CANCELED,
} from '../functions/canceledSchedules.sql';
import { EXTEND_HOLD } from '../functions/extendHold.sql';
import { HOLD_WITHIN_LIMIT } from '../functions/holdWithinLimit.sql';
import { PAY_RESERVATION } from '../functions/payReservation.sql';
import { SEAT_CHANGES } from '../functions/seatChanges.sql';

/** Dates that an operator cancelled: nothing of them is held or paid for any more, and what was paid goes back. */
export class CanceledSchedules1763690400010 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE schedules
        ADD COLUMN canceled_at timestamptz,
        DROP CONSTRAINT schedules_status_check,
        ADD CONSTRAINT schedules_status_check CHECK (status IN ('AVAILABLE', 'SOLD_OUT', 'CANCELED')),
        ADD CONSTRAINT schedules_canceled_check CHECK ((status = 'CANCELED') = (canceled_at IS NOT NULL));
    `);
    for (const sql of [
      CHANGE_SCHEDULE_UNLESS_CANCELED,
      HOLD_REFUSAL_OF_CANCELED,
      PAY_UNLESS_CANCELED,
      CANCEL_RESERVATION_OF_CANCELED,
      EXTEND_UNLESS_CANCELED,
    ]) {
      await runner.query(sql);
    }
  }

  /** A cancelled date becomes one like any other: back on sale with the seats that are free. */
  async down(runner: QueryRunner): Promise<void> {
    for (const sql of [SEAT_CHANGES, PAY_RESERVATION, CANCEL_RESERVATION, EXTEND_HOLD]) {
      await runner.query(sql.replaceAll('CREATE FUNCTION', 'CREATE OR REPLACE FUNCTION'));
    }
    await runner.query(HOLD_REFUSAL_BEFORE);
    await runner.query(`
      ALTER TABLE schedules
        DROP CONSTRAINT schedules_canceled_check,
        DROP CONSTRAINT schedules_status_check;
      UPDATE schedules
         SET status = CASE WHEN reserved_seats >= total_seats THEN 'SOLD_OUT' ELSE 'AVAILABLE' END
       WHERE status = 'CANCELED';
      ALTER TABLE schedules
        DROP COLUMN canceled_at,
        ADD CONSTRAINT schedules_status_check CHECK (status IN ('AVAILABLE', 'SOLD_OUT'));
    `);
  }
}

/** Of several functions in one source, the one that this migration replaced. */
const HOLD_REFUSAL_BEFORE = HOLD_WITHIN_LIMIT.slice(
  HOLD_WITHIN_LIMIT.indexOf('CREATE OR REPLACE FUNCTION hold_refusal'),
  HOLD_WITHIN_LIMIT.indexOf('CREATE OR REPLACE FUNCTION hold_seats'),
);
