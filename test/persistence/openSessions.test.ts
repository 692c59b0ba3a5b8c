import { earlyArrivals } from '../../src/persistence/reads/earlyArrivals';
import { openSessions, type OpenSession } from '../../src/persistence/reads/openSessions';
import type { SqlClient } from '../../src/persistence/sqlClient';
import { endSession } from '../../src/persistence/statements/endSession';
import { recordSession } from '../../src/persistence/statements/recordSession';
import { createSale, DAY_MS, newVisit, useSale, visit, type Sale, type Visit } from './sale';

describe('the sessions of a concert', () => {
  let db: SqlClient;
  let sale: Sale;
  useSale({}, (itsDb, itsSale) => {
    db = itsDb;
    sale = itsSale;
  });

  async function waitingAt(place: number, fan?: Visit): Promise<Visit> {
    const { identity, ...others } = fan ?? (await newVisit(db, sale));
    const placed = { ...others, identity: { ...identity, place } };
    await recordSession(db, { ...placed, admittedAt: null, expiresAt: identity.joinedAt + 60_000 });
    return placed;
  }

  async function pages(limit: number): Promise<OpenSession[][]> {
    const all: OpenSession[][] = [];
    for (let after: OpenSession | undefined; ; after = all.at(-1)?.at(-1)) {
      const page = await openSessions(db, sale.concertId, { after: after?.identity, limit });
      if (page.length === 0) return all;
      all.push(page);
    }
  }

  test('open sessions come by place in pages, with all that identifies them', async () => {
    const lots = [5, -4_503_599_627_370_496, -7, 1_790_000_000_000, -4_503_599_627_370_495];
    const fans = [];
    for (const place of lots) fans.push(await waitingAt(place));
    const inOrder = fans.toSorted((a, b) => a.identity.place - b.identity.place);
    const found = await pages(2);
    expect(found.map((page) => page.length)).toEqual([2, 2, 1]);
    expect(found.flat()).toEqual(
      inOrder.map(({ identity }) => ({
        identity,
        admittedAt: null,
        expiresAt: identity.joinedAt + 60_000,
      })),
    );
  });

  test('of equal places the session id decides, and no page loses or repeats one', async () => {
    const fans = [];
    for (let i = 0; i < 5; i++) fans.push(await waitingAt(9));
    const found = (await pages(2)).flat().map(({ identity }) => identity.sessionId);
    expect(found).toEqual(fans.map(({ identity }) => identity.sessionId).toSorted());
  });

  test('admitted sessions tell since when; ended ones and those of other concerts are not there', async () => {
    const admitted = await waitingAt(1);
    await recordSession(db, { ...admitted, admittedAt: 1_790_000_000_123 });
    const gone = await waitingAt(2);
    await endSession(db, { ...gone, holdNumber: 0, reason: 'FAN_LEFT' });
    const other = await newVisit(db, await createSale(db));
    await recordSession(db, { ...other, admittedAt: null });
    expect((await pages(10)).flat()).toMatchObject([
      { identity: { sessionId: admitted.identity.sessionId }, admittedAt: 1_790_000_000_123 },
    ]);
  });

  test('a row that a terminated workflow left behind gives way to the later session of its fan', async () => {
    const left = await waitingAt(1);
    const { identity } = visit(sale.concertId, left.identity.userId);
    const joinedAt = left.identity.joinedAt + 1;
    const later = await waitingAt(2, { identity: { ...identity, joinedAt }, admittedAt: joinedAt });
    expect((await pages(10)).flat().map(({ identity }) => identity.sessionId)).toEqual([
      later.identity.sessionId,
    ]);
  });

  test('early arrivals are those from before the sale, in the order of their lots, ended ones too', async () => {
    const opensAt = Date.now() - DAY_MS;
    await db.query('UPDATE concerts SET sale_opens_at = $2 WHERE id = $1', [
      sale.concertId,
      new Date(opensAt),
    ]);
    const early = async (place: number) => {
      const fan = await newVisit(db, sale);
      return await waitingAt(place, { ...fan, identity: { ...fan.identity, joinedAt: opensAt - 1 } });
    };
    const second = await early(-10);
    const first = await early(-20);
    const third = await early(-5);
    await endSession(db, { ...first, holdNumber: 0, reason: 'FAN_LEFT' });
    await waitingAt(opensAt + 1);
    const all = await earlyArrivals(db, sale.concertId, { limit: 10 });
    expect(all).toEqual(
      [first, second, third].map(({ identity: { sessionId, place } }) => ({
        ...{ sessionId, place },
        issuedAt: new Date(opensAt - 1),
      })),
    );
    expect(await earlyArrivals(db, sale.concertId, { after: all[1], limit: 10 })).toEqual([all[2]]);
    expect(await earlyArrivals(db, 'x', { limit: 10 })).toEqual([]);
  });
});
