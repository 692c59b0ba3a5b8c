import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What a waiting room needs of PostgreSQL: the secret that draws the order of early arrivals, whether anybody ever
 * came, and the open sessions of a concert in the order of their places, for when Redis has lost them.
 */
export class WaitingRoom1763690400007 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE concerts
        -- Two UUIDs: 244 random bits without an extension.
        ADD COLUMN draw_seed text NOT NULL
          DEFAULT encode(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()), 'hex')
          CONSTRAINT concerts_draw_seed_check CHECK (draw_seed ~ '^[0-9a-f]{64}$'),
        ADD COLUMN waiting_room_opened_at timestamptz;

      -- Whether fans came to the rooms there are is not on record: who was admitted on arrival may have no row yet.
      UPDATE concerts SET waiting_room_opened_at = now();

      CREATE INDEX sessions_open_by_place_idx ON sessions (concert_id, place, id) WHERE ended_at IS NULL;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP INDEX sessions_open_by_place_idx;
      ALTER TABLE concerts DROP COLUMN waiting_room_opened_at, DROP COLUMN draw_seed;
    `);
  }
}
