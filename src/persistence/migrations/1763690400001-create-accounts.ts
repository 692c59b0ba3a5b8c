import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateAccounts1763690400001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE users (
        id uuid NOT NULL CONSTRAINT users_pkey PRIMARY KEY,
        email text NOT NULL,
        name text NOT NULL,
        api_key_hash text NOT NULL CONSTRAINT users_api_key_hash_key UNIQUE,
        status text NOT NULL DEFAULT 'ACTIVE'
          CONSTRAINT users_status_check CHECK (status IN ('ACTIVE', 'SUSPENDED')),
        created_at timestamptz NOT NULL DEFAULT now(),
        updated_at timestamptz NOT NULL DEFAULT now()
      );
      CREATE UNIQUE INDEX users_email_key ON users (lower(email));

      CREATE TABLE wallets (
        user_id uuid NOT NULL CONSTRAINT wallets_pkey PRIMARY KEY
          CONSTRAINT wallets_user_id_fkey REFERENCES users (id),
        balance bigint NOT NULL DEFAULT 0
          CONSTRAINT wallets_balance_check CHECK (balance BETWEEN 0 AND 9007199254740991),
        created_at timestamptz NOT NULL DEFAULT now(),
        updated_at timestamptz NOT NULL DEFAULT now()
      ) WITH (fillfactor = 80);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE wallets, users');
  }
}
