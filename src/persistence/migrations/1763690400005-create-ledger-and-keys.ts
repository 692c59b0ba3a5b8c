import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateLedgerAndKeys1763690400005 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE wallet_entries (
        id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT wallet_entries_pkey PRIMARY KEY,
        user_id uuid NOT NULL CONSTRAINT wallet_entries_user_id_fkey REFERENCES wallets (user_id),
        type text NOT NULL
          CONSTRAINT wallet_entries_type_check CHECK (type IN ('TOP_UP', 'CHARGE', 'REFUND')),
        amount bigint NOT NULL CONSTRAINT wallet_entries_amount_check CHECK (
          CASE type WHEN 'TOP_UP' THEN amount > 0 WHEN 'CHARGE' THEN amount <= 0 ELSE amount >= 0 END
          AND amount BETWEEN -9007199254740991 AND 9007199254740991
        ),
        balance_after bigint NOT NULL
          CONSTRAINT wallet_entries_balance_after_check CHECK (balance_after BETWEEN 0 AND 9007199254740991),
        idempotency_key text NOT NULL,
        payment_id uuid CONSTRAINT wallet_entries_payment_id_fkey REFERENCES payments (id),
        created_at timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT wallet_entries_payment_id_check CHECK ((type = 'TOP_UP') = (payment_id IS NULL)),
        CONSTRAINT wallet_entries_idempotency_key_key UNIQUE (user_id, type, idempotency_key)
      );
      CREATE UNIQUE INDEX wallet_entries_one_per_payment_and_type ON wallet_entries (payment_id, type)
        WHERE payment_id IS NOT NULL;
      CREATE INDEX wallet_entries_user_id_id_idx ON wallet_entries (user_id, id);

      CREATE FUNCTION refuse_ledger_change() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        RAISE EXCEPTION 'wallet_entries is append-only: % is refused', TG_OP
          USING ERRCODE = 'restrict_violation';
      END $$;
      CREATE TRIGGER wallet_entries_append_only
        BEFORE UPDATE OR DELETE OR TRUNCATE ON wallet_entries
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_ledger_change();

      CREATE TABLE idempotency_keys (
        user_id uuid NOT NULL CONSTRAINT idempotency_keys_user_id_fkey REFERENCES users (id),
        route text NOT NULL,
        key text NOT NULL,
        body_hash text NOT NULL,
        state text NOT NULL
          CONSTRAINT idempotency_keys_state_check CHECK (state IN ('IN_PROGRESS', 'COMPLETED')),
        scope text,
        lease_expires_at timestamptz NOT NULL,
        response_status integer CONSTRAINT idempotency_keys_response_status_check
          CHECK (response_status BETWEEN 100 AND 599),
        response_body json,
        created_at timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT idempotency_keys_pkey PRIMARY KEY (user_id, route, key),
        CONSTRAINT idempotency_keys_response_check CHECK (
          num_nulls(response_status, response_body) = CASE state WHEN 'COMPLETED' THEN 0 ELSE 2 END
        )
      );
      CREATE UNIQUE INDEX idempotency_keys_one_in_progress_per_scope ON idempotency_keys (scope)
        WHERE state = 'IN_PROGRESS' AND scope IS NOT NULL;
      CREATE INDEX idempotency_keys_created_at_idx ON idempotency_keys (created_at);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE idempotency_keys, wallet_entries;
      DROP FUNCTION refuse_ledger_change();
    `);
  }
}
