import { createTestDatabase } from '../support/testDatabase';
import { createSale, hold, newVisit, sha256 } from './sale';
import { payReservation } from '../../src/persistence/statements/payReservation';
import { releaseHold } from '../../src/persistence/statements/releaseHold';
const q = (a: number[], p: number) => a.sort((x, y) => x - y)[Math.floor(a.length * p)]!.toFixed(2);
test('timing', async () => {
  const t = await createTestDatabase({ poolSize: 10 });
  const db = t.dataSource;
  const sale = await createSale(db, { seats: 5000 });
  const fans = [];
  for (let i = 0; i < 1200; i += 1) fans.push(await newVisit(db, sale, 1000));
  await db.query('ANALYZE');
  const time = async (list: number[], f: () => Promise<unknown>) => { const s = performance.now(); await f(); list.push(performance.now() - s); };
  const h: number[] = [], p: number[] = [], r: number[] = [], refused: number[] = [], rel: number[] = [], ping: number[] = [];
  for (let i = 0; i < 400; i += 1) {
    const fan = fans[i]!;
    await time(ping, () => db.query('SELECT 1'));
    await time(h, () => hold(db, sale, fan, [i * 2, i * 2 + 1].slice(0, 1)));
    await time(refused, () => hold(db, sale, fans[i + 1]!, [i * 2]));
    await time(p, () => payReservation(db, { ...fan, holdNumber: 1, paymentKey: sha256('k') }));
    await time(r, () => payReservation(db, { ...fan, holdNumber: 1, paymentKey: sha256('k') }));
  }
  for (let i = 400; i < 500; i += 1) { await hold(db, sale, fans[i]!, [i * 2]); await time(rel, () => releaseHold(db, { ...fans[i]!, holdNumber: 1, lastHoldEnd: 'EXPIRED' })); }
  for (const [n, l] of Object.entries({ ping, h, refused, p, replay: r, rel })) console.log(n, 'p50', q(l, 0.5), 'p95', q(l, 0.95));
  const rest = fans.slice(500);
  let s = performance.now(); const c: number[] = [];
  let next = 0;
  await Promise.all(Array.from({ length: 10 }, async () => { while (next < rest.length) { const i = next++; await time(c, () => hold(db, sale, rest[i]!, [1500 + i])); } }));
  console.log('hold x10 same schedule', (rest.length / (performance.now() - s) * 1000).toFixed(0), '/s p50', q(c, 0.5), 'p95', q(c, 0.95));
  s = performance.now(); next = 0; const d: number[] = [];
  await Promise.all(Array.from({ length: 10 }, async () => { while (next < rest.length) { const i = next++; await time(d, () => payReservation(db, { ...rest[i]!, holdNumber: 1, paymentKey: sha256('k') })); } }));
  console.log('pay x10 same schedule', (rest.length / (performance.now() - s) * 1000).toFixed(0), '/s p50', q(d, 0.5), 'p95', q(d, 0.95));
  console.log(await db.query("select relname, n_tup_upd, n_tup_hot_upd, seq_scan, idx_scan from pg_stat_user_tables where n_tup_upd > 0 or seq_scan > 0 order by 1"));
  await t.close();
});
