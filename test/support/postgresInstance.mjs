/**
 * `node postgresInstance.mjs <folder>`: a PostgreSQL of its own in that folder, durable as that of `npm start`, and started again as soon
 * as it dies (`npm start` waits longer with each death). Prints `{"postmaster":pid}` at each start and
 * `{"url":"postgres://…","msg":"ready"}` when it answers. Ends on SIGTERM, and with the test that started it, however that ended.
 */
import { randomUUID } from 'node:crypto';
import { startPostgres } from '../../scripts/engines/postgres.mjs';
import { rememberedPorts } from '../../scripts/ports.mjs';
import { createServiceHost } from '../../scripts/serviceHost.mjs';

const [folder] = process.argv.slice(2);
const password = randomUUID();
let host;
let onEnd = () => {};
let isStopping = false;

async function stop() {
  isStopping = true;
  await host.stop();
  process.exit();
}
process.once('SIGTERM', stop);
const parent = process.ppid;
setInterval(() => {
  if (process.ppid !== parent) void stop();
}, 1_000);

const registry = {
  add: (_name, postmaster) => console.log(JSON.stringify({ postmaster })),
  remove: () => onEnd(),
};

while (!isStopping) {
  const ended = new Promise((resolve) => (onEnd = resolve));
  host = createServiceHost({ folder, registry, restart: false });
  const ports = rememberedPorts(folder);
  try {
    const { url } = await startPostgres({
      host,
      ports,
      folder,
      password,
      database: 'postgres',
      durable: true,
    });
    console.log(JSON.stringify({ url, msg: 'ready' }));
    await ended;
  } catch (error) {
    // The backends of the one before may need a moment to notice that they are alone.
    console.log(error.message);
  }
}
