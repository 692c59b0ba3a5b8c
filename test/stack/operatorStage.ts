import type { WorkflowHandle } from '@temporalio/client';
import { sessionWorkflowId, waitingRoomWorkflowId } from '../../src/contracts/identifiers';
import type { OperationMessage, OperatorAnswer, SessionOperation } from '../../src/contracts/operatorActions';
import { operatorSignals, operatorUpdates } from '../../src/contracts/operatorMessages';
import { ApiClient, type Fan, type Sale } from '../support/apiClient';
import { codeOf } from '../workflows/sessionMessages';
import { until } from '../support/runningRoom';
import { startStack, type RunningStack } from '../support/runningStack';

export const OPERATOR = { by: 'ops-1', why: 'a test' };

/** As the table has it. */
export interface Recorded {
  what: string;
  outcome: string;
  by: string;
  why: string;
  action_id: string;
  session_id: string | null;
  concert_id: string;
  reservation_id: string | null;
}

/** A stack with operators and fans on it. */
export class OperatorStage {
  private constructor(
    readonly stack: RunningStack,
    readonly api: ApiClient,
  ) {}

  static async open(overrides: NodeJS.ProcessEnv = {}): Promise<OperatorStage> {
    const stack = await startStack(overrides);
    return new OperatorStage(stack, new ApiClient(stack));
  }

  session({ concertId }: Sale, fan: Fan): WorkflowHandle {
    return this.stack.client.workflow.getHandle(sessionWorkflowId(concertId, fan.id));
  }

  /** The room's workflow, which whoever needs it first starts. */
  async room({ concertId }: Sale): Promise<WorkflowHandle> {
    await this.stack.rooms.wake(concertId);
    return this.stack.client.workflow.getHandle(waitingRoomWorkflowId(concertId));
  }

  async comes(sale: Sale, balance = 0): Promise<Fan> {
    const fan = await this.api.fan({ balance });
    await this.api.join(fan, sale.concertId);
    return fan;
  }

  /**
   * A fan who holds a free seat.
   * @param awake the session has had a workflow task, so that it obeys signals: the second hold brings one about
   */
  async holder(sale: Sale, balance = 0, awake = false): Promise<Fan> {
    const fan = await this.comes(sale, balance);
    const body = { scheduleId: sale.scheduleId, bestAvailable: { count: 1 } };
    for (let held = 0; held < (awake ? 2 : 1); held += 1)
      await this.api.must(200, 'PUT', '/v1/session/hold', { fan, body });
    return fan;
  }

  async update(
    sale: Sale,
    fan: Fan,
    what: SessionOperation,
    message: Partial<OperationMessage> = {},
  ): Promise<OperatorAnswer> {
    const args: [OperationMessage] = [{ ...OPERATOR, ...message }];
    return await this.session(sale, fan).executeUpdate(operatorUpdates[what], { args });
  }

  /** Sends the message in either form, and waits until it is on record. */
  async act(
    form: 'update' | 'signal',
    ...[sale, fan, what, message]: Parameters<OperatorStage['update']>
  ): Promise<void> {
    if (form === 'update') {
      await this.update(sale, fan, what, message);
      return;
    }
    const before = (await this.recorded(sale, fan)).length;
    await this.signal(sale, fan, what, { ...OPERATOR, ...message });
    await until(async () => (await this.recorded(sale, fan)).length > before);
  }

  /** No signal does, and a fan who waits has had no workflow task: an action that is refused leaves no trace but that. */
  async wake(sale: Sale, fan: Fan): Promise<void> {
    const refused = this.update(sale, fan, 'operatorReleaseHold');
    expect(await codeOf(refused)).toBe('INVALID_TRANSITION');
  }

  async signal(sale: Sale, fan: Fan, what: SessionOperation, message: unknown): Promise<void> {
    await this.session(sale, fan).signal(operatorSignals[what], message as OperationMessage);
  }

  /** In the order in which they were recorded. */
  async recorded(sale: Sale, fan?: Fan): Promise<Recorded[]> {
    const { concertId } = sale;
    const id = fan ? sessionWorkflowId(concertId, fan.id) : waitingRoomWorkflowId(concertId);
    return await this.stack.db.query(
      `SELECT what, outcome, acted_by AS by, why, action_id, session_id, concert_id, reservation_id
         FROM operator_actions WHERE workflow_id = $1 ORDER BY id`,
      [id],
    );
  }

  /** `AVAILABLE 3, HELD 1`: the seats of the date. */
  async seats({ scheduleId }: Sale): Promise<string> {
    const rows = await this.stack.db.query<{ text: string }[]>(
      `SELECT string_agg(format('%s %s', status, count), ', ' ORDER BY status) AS text
         FROM (SELECT status, count(*) FROM seats WHERE schedule_id = $1 GROUP BY status) counted`,
      [scheduleId],
    );
    return rows[0]?.text ?? '';
  }

  async taken({ concertId }: Sale): Promise<number | undefined> {
    return (await this.stack.waitingRoom.readRoom(concertId))?.admitted;
  }

  /** Until some statement waits for a lock. */
  async somebodyWaits(): Promise<void> {
    await until(async () => {
      const rows = await this.stack.db.query<unknown[]>(
        `SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()`,
      );
      return rows.length > 0;
    });
  }
}
