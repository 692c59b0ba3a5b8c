import { randomUUID } from 'node:crypto';
import pino from 'pino';
import { createSessionOperations } from '../../src/activities/sessionOperations';
import type { OperateSessionInput, OperatorRefusal } from '../../src/contracts/operatorActions';
import { sessionWorkflowId } from '../../src/contracts/identifiers';
import type { SqlClient } from '../../src/persistence/sqlClient';
import { operateSession } from '../../src/persistence/statements/operateSession';
import type { Admission } from '../../src/queue/admission';
import { newVisit, useSale, type Sale } from '../persistence/sale';

let client: SqlClient;
let sale: Sale;
useSale({ seats: 2 }, (db, created) => {
  client = db;
  sale = created;
});

/** An operator's admission of a fan who waits. */
async function admission(refusal: OperatorRefusal | null = null): Promise<OperateSessionInput> {
  const { identity } = await newVisit(client, sale);
  const workflowId = sessionWorkflowId(identity.concertId, identity.userId);
  return {
    ...{ identity, refusal, revision: 1, admittedAt: null, admittedUntil: null },
    expiresAt: Date.now() + 600_000,
    action: { workflowId, actionId: randomUUID(), what: 'operatorAdmit', by: 'ops-1', why: 'a test' },
    ...{ holdNumber: 0, barredThrough: 0, holdCapMs: 900_000 },
  };
}

const operations = (admitOne: Admission['admitOne']) =>
  createSessionOperations({
    db: client,
    waitingRoom: { publish: () => Promise.reject(new Error('Redis is away')) },
    admission: { admitOne },
    logger: pino({ level: 'silent' }),
  });

async function readyAt({ identity }: OperateSessionInput): Promise<Date | null> {
  const rows = await client.query<{ ready_at: Date | null }>('SELECT ready_at FROM sessions WHERE id = $1', [
    identity.sessionId,
  ]);
  return (rows[0] as { ready_at: Date | null }).ready_at;
}

test('an admission that is on record as refused takes no slot and admits nobody when it is tried again', async () => {
  const step = await admission();
  await operateSession(client, {
    ...step,
    refusal: { code: 'INVALID_TRANSITION', detail: 'no slot is free' },
  });
  const { operateSession: again } = operations(() => Promise.reject(new Error('it asks for a slot')));
  const { change, answer, refusal } = await again(step);
  expect({ change, answer, refusal }).toEqual({
    ...{ change: 'NONE', answer: null },
    refusal: { code: 'INVALID_TRANSITION', detail: 'no slot is free' },
  });
  expect(await readyAt(step)).toBeNull();
});

test('an admission is refused, and not waited for, while the line does not answer', async () => {
  const step = await admission();
  const { operateSession: operate } = operations(() => Promise.reject(new Error('Redis is away')));
  expect((await operate(step)).refusal).toMatchObject({ code: 'INVALID_TRANSITION' });
  expect(await readyAt(step)).toBeNull();
});
