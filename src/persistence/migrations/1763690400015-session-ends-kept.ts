import type { MigrationInterface, QueryRunner } from 'typeorm';
import { RECORD_SESSION } from '../functions/recordSession.sql';
import { RECORD_SESSION_ONWARD } from '../functions/recordSessionOnward.sql';

/** The row of a fan who was admitted keeps the end of the admission window, though the joining request writes it later. */
export class SessionEndsKept1763690400015 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(RECORD_SESSION_ONWARD);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(RECORD_SESSION.replace('CREATE FUNCTION', 'CREATE OR REPLACE FUNCTION'));
  }
}
