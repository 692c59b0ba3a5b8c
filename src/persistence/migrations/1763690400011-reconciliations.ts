import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What the reconciliations have found and repaired, for operators and for `GET /metrics`. */
export class Reconciliations1763690400011 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE reconciliations (
        id uuid NOT NULL CONSTRAINT reconciliations_pkey PRIMARY KEY,
        started_at timestamptz NOT NULL,
        ended_at timestamptz NOT NULL DEFAULT now(),
        findings jsonb NOT NULL,
        repaired jsonb NOT NULL
      );
      CREATE INDEX reconciliations_ended_at_idx ON reconciliations (ended_at);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE reconciliations');
  }
}
