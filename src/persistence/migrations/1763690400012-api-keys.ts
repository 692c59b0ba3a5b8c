import type { MigrationInterface, QueryRunner } from 'typeorm';
import { API_KEYS } from '../functions/apiKeys.sql';

/** Several API keys for each user, so that one can be replaced by another and revoked. Those there are stay as they are. */
export class ApiKeys1763690400012 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE api_keys (
        id uuid NOT NULL CONSTRAINT api_keys_pkey PRIMARY KEY,
        user_id uuid NOT NULL CONSTRAINT api_keys_user_id_fkey REFERENCES users (id),
        key_hash text NOT NULL CONSTRAINT api_keys_key_hash_key UNIQUE,
        last_four text,
        created_at timestamptz NOT NULL DEFAULT now(),
        revoked_at timestamptz
      );
      CREATE INDEX api_keys_user_id_idx ON api_keys (user_id);
      INSERT INTO api_keys (id, user_id, key_hash, created_at)
        SELECT gen_random_uuid(), id, api_key_hash, created_at FROM users;
      ALTER TABLE users DROP COLUMN api_key_hash;
    `);
    await runner.query(API_KEYS);
  }

  /** A user keeps the newest key that works; whoever has none gets a hash that no key has. */
  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP FUNCTION revoke_api_key, issue_api_key;
      ALTER TABLE users ADD COLUMN api_key_hash text CONSTRAINT users_api_key_hash_key UNIQUE;
      UPDATE users SET api_key_hash = coalesce(
        (SELECT key_hash FROM api_keys WHERE user_id = users.id AND revoked_at IS NULL
          ORDER BY created_at DESC, id DESC LIMIT 1),
        'none ' || id);
      ALTER TABLE users ALTER COLUMN api_key_hash SET NOT NULL;
      DROP TABLE api_keys;
    `);
  }
}
