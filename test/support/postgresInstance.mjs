/**
 * `node postgresInstance.mjs <folder>`: a PostgreSQL of its own in that folder, started as `npm start` starts it: durable, and started
 * again whenever it dies. Prints `{"postmaster":pid}` at each start and `{"url":"postgres://…","msg":"ready"}` once. Ends
 * on SIGTERM, and with the test that started it, however that ended.
 */
import { randomUUID } from 'node:crypto';
import { startPostgres } from '../../scripts/engines/postgres.mjs';
import { rememberedPorts } from '../../scripts/ports.mjs';
import { createServiceHost } from '../../scripts/serviceHost.mjs';

const [folder] = process.argv.slice(2);
const registry = { add: () => {}, remove: () => {} };
const host = createServiceHost({ folder, registry, restart: true });

async function stop() {
  await host.stop();
  process.exit();
}
process.once('SIGTERM', stop);
const parent = process.ppid;
setInterval(() => {
  if (process.ppid !== parent) void stop();
}, 1_000);

// The service is known to the host a moment after its program has started.
host.onStart(() => setImmediate(() => console.log(JSON.stringify({ postmaster: host.services[0].pid }))));
const { url } = await startPostgres({
  host,
  ports: rememberedPorts(folder),
  folder,
  password: randomUUID(),
  database: 'postgres',
  durable: true,
});
console.log(JSON.stringify({ url, msg: 'ready' }));
