import type { MigrationInterface, QueryRunner } from 'typeorm';
import { EXTEND_HOLD } from '../functions/extendHold.sql';
import { HOLD_WITH_DEADLINE } from '../functions/holdWithDeadline.sql';
import { HOLD_WITHIN_LIMIT } from '../functions/holdWithinLimit.sql';

/** Holds whose deadline can be put off once, and of which single seats can be let go. */
export class HoldExtension1763690400009 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE concerts ADD COLUMN hold_extension_seconds integer NOT NULL DEFAULT 0
        CONSTRAINT concerts_hold_extension_seconds_check CHECK (hold_extension_seconds BETWEEN 0 AND 3600);
      ALTER TABLE reservations ADD COLUMN extended_at timestamptz;
    `);
    await runner.query(HOLD_WITH_DEADLINE);
    await runner.query(EXTEND_HOLD);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP FUNCTION extend_hold, extension_answer');
    await runner.query(HOLD_WITHIN_LIMIT.replace('CREATE FUNCTION', 'CREATE OR REPLACE FUNCTION'));
    await runner.query(`
      ALTER TABLE reservations DROP COLUMN extended_at;
      ALTER TABLE concerts DROP COLUMN hold_extension_seconds;
    `);
  }
}
