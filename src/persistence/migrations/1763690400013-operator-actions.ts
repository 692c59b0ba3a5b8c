import type { MigrationInterface, QueryRunner } from 'typeorm';
import { OPERATOR_ACTIONS } from '../functions/operatorActions.sql';

const endReasons = (more = ''): string => `
  ALTER TABLE sessions
    DROP CONSTRAINT sessions_end_reason_check,
    ADD CONSTRAINT sessions_end_reason_check CHECK (end_reason IN (
      'PAID', 'QUEUE_WAIT_LIMIT', 'ADMISSION_WINDOW', 'INACTIVE', ${more}'FAN_LEFT', 'REMOVED', 'SOLD_OUT'));
`;

/** Who of the operators did what and why: written once, with what it did. */
export class OperatorActions1763690400013 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE operator_actions (
        id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT operator_actions_pkey PRIMARY KEY,
        at timestamptz NOT NULL DEFAULT now(),
        acted_by text NOT NULL,
        why text NOT NULL,
        what text NOT NULL,
        outcome text NOT NULL,
        workflow_id text NOT NULL,
        action_id text NOT NULL,
        concert_id bigint,
        session_id uuid,
        reservation_id uuid,
        details jsonb NOT NULL,
        CONSTRAINT operator_actions_workflow_action_key UNIQUE (workflow_id, action_id)
      );
      CREATE INDEX operator_actions_at_idx ON operator_actions (at);

      CREATE FUNCTION refuse_operator_action_change() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        RAISE EXCEPTION 'operator_actions is append-only: % is refused', TG_OP
          USING ERRCODE = 'restrict_violation';
      END $$;
      CREATE TRIGGER operator_actions_append_only
        BEFORE UPDATE OR DELETE OR TRUNCATE ON operator_actions
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_operator_action_change();
    `);
    await runner.query(endReasons(`'EXPIRED_BY_OPERATOR', `));
    await runner.query(OPERATOR_ACTIONS);
  }

  /** A session that an operator let expire has run out of its time, for all that an earlier version can say. */
  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP FUNCTION cancel_reservation_for, operate_session, extend_hold_by, record_operator_action;
      DROP TABLE operator_actions;
      DROP FUNCTION refuse_operator_action_change;
      UPDATE sessions SET end_reason = CASE WHEN ready_at IS NULL THEN 'QUEUE_WAIT_LIMIT' ELSE 'ADMISSION_WINDOW' END
       WHERE end_reason = 'EXPIRED_BY_OPERATOR';
    `);
    await runner.query(endReasons());
  }
}
