import { readFileSync } from 'node:fs';
import path from 'node:path';
import { until } from '../support/runningRoom';
import type { Fan, Sale } from '../support/apiClient';
import { OperatorStage } from './operatorStage';

const PAGE = readFileSync(path.join(__dirname, '../../docs/web-ui.md'), 'utf8');
const queries = [...PAGE.matchAll(/^```visibility\n(.+)\n```$/gm)].map(([, query]) => query!);

let stage: OperatorStage;
beforeAll(async () => {
  stage = await OperatorStage.open();
});
afterAll(() => stage.stack.close());

/** The workflows of this stage that a query finds, as `session 1` or `cancellation`. */
async function found(query: string): Promise<string[]> {
  const { client, config } = stage.stack;
  const ids: string[] = [];
  const own = `(${query}) AND TaskQueue = '${config.TASK_QUEUE}'`;
  for await (const { workflowId } of client.workflow.list({ query: own })) ids.push(workflowId);
  return ids.sort();
}

async function finds(query: string, fans: Fan[], sale: Sale): Promise<void> {
  const wanted = fans.map((fan) => stage.session(sale, fan).workflowId).sort();
  let last: string[] = [];
  await until(async () => {
    last = await found(query);
    return JSON.stringify(last) === JSON.stringify(wanted);
  }).catch(() => expect(last).toEqual(wanted));
}

describe('saved queries', () => {
  test('there are some', () => expect(queries.length).toBeGreaterThan(10));

  test.each(queries)('the server understands %s', async (query) => {
    await expect(stage.stack.client.workflow.count(query)).resolves.toMatchObject({
      count: expect.any(Number),
    });
    await found(query);
  });

  test('a query with a typing error is refused, so that the test above proves something', async () => {
    await expect(stage.stack.client.workflow.count(`SessionStat = 'WAITING'`)).rejects.toThrow();
  });

  test('find each visit by what it does, and who has a seat while it has it', async () => {
    const sale = await stage.api.onSale({ seats: 3, capacity: 3 });
    const [holder, buyer, idle] = [
      await stage.holder(sale),
      await stage.holder(sale, 1000),
      await stage.comes(sale),
    ];
    const waiting = await stage.comes(sale);
    const mine = (query: string): string => {
      const edited = query.replace(/(ConcertId|ScheduleId) = '1'/g, (_, name: 'ConcertId' | 'ScheduleId') => {
        return `${name} = '${name === 'ConcertId' ? sale.concertId : sale.scheduleId}'`;
      });
      return edited;
    };
    const queryWith = (part: string): string => mine(queries.find((query) => query.includes(part))!);
    const seatOf = async (fan: Fan): Promise<string> =>
      ((await stage.api.session(fan)).hold.seats as { seatNumber: string }[])[0]!.seatNumber;
    const [held, bought] = [await seatOf(holder), await seatOf(buyer)];
    const bySeat = (seat: string): string => queryWith(`Seats = 'A1'`).replace(`'A1'`, `'${seat}'`);

    await finds(queryWith(`SessionState = 'WAITING'`), [waiting], sale);
    await finds(queryWith(`SessionState = 'HOLDING'`), [holder, buyer], sale);
    await finds(bySeat(held), [holder], sale);
    expect((await stage.api.pay(buyer)).status).toBe(201);
    await finds(bySeat(bought), [buyer], sale);
    await finds(queryWith(`SessionState = 'HOLDING'`), [holder], sale);

    await stage.update(sale, holder, 'operatorReleaseHold');
    await finds(bySeat(held), [], sale);
    await stage.update(sale, holder, 'operatorRemove');
    await finds(queryWith('ReservationId IS NOT NULL'), [holder], sale);
    await finds(`${queryWith(`'EXPIRED_BY_OPERATOR'`)} AND ConcertId = '${sale.concertId}'`, [holder], sale);
    await stage.api.must(204, 'DELETE', '/v1/session', { fan: idle });
    await finds(queryWith('ScheduleId IS NULL'), [idle], sale);
  });

  test('find the cancellation of a reservation by concert, fan and reservation', async () => {
    const sale = await stage.api.onSale({ seats: 1 });
    const fan = await stage.holder(sale, 1000);
    const { reservationId } = (await stage.api.pay(fan)).body as { reservationId: string };
    await stage.api.must(200, 'POST', `/v1/reservations/${reservationId}/cancellation`, { fan });
    const cancellation = `cancellation:${reservationId}`;
    for (const query of [
      `WorkflowType = 'cancellation' AND ConcertId = '${sale.concertId}'`,
      `WorkflowType = 'cancellation' AND UserId = '${fan.id}'`,
      `WorkflowType = 'cancellation' AND ReservationId = '${reservationId}' AND ScheduleId = '${sale.scheduleId}'`,
    ]) {
      await until(async () => (await found(query)).includes(cancellation));
    }
  });
});
