import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Starts Temporal's Web UI for a server. @returns {Promise<string>} its address */
export async function startTemporalUi({ host, ports, folder, program, address, environment }) {
  const home = join(folder, 'temporal-ui');
  mkdirSync(home, { recursive: true, mode: 0o700 });
  const port = await ports.take('temporalUi');
  const url = `http://127.0.0.1:${port}`;
  const settings = {
    temporalGrpcAddress: address,
    host: '127.0.0.1',
    port,
    enableUi: true,
    defaultNamespace: environment.TEMPORAL_NAMESPACE || 'default',
    // Nobody asks the makers for a newer version while a sale goes on.
    notifyOnNewVersion: false,
    cors: { cookieInsecure: true, allowOrigins: [url] },
  };
  writeFileSync(join(home, 'ui.yaml'), JSON.stringify(settings, null, 2), { mode: 0o600 });
  await host.start({
    name: 'temporal-ui',
    isClient: true,
    program: { command: program, args: ['--root', home, '--config', '.', '--env', 'ui', 'start'] },
    ready: () => answers(`${url}/healthz`),
  });
  return url;
}

async function answers(url) {
  try {
    return (await fetch(url, { signal: AbortSignal.timeout(2_000) })).ok;
  } catch {
    return false;
  }
}
