import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { repository } from '../paths.mjs';
import { answersReady } from '../programs.mjs';

/**
 * Starts the load balancer (deploy/Caddyfile) in front of the API processes.
 * @param {object} options
 * @param {string} options.program path of Caddy
 * @param {string} options.listenHost
 * @param {number} options.port
 * @param {string[]} options.upstreams host:port of each API process
 */
export async function startBalancer({ host, folder, program, listenHost, port, upstreams, url }) {
  const home = join(folder, 'balancer');
  mkdirSync(home, { recursive: true, mode: 0o700 });
  await host.start({
    name: 'balancer',
    isClient: true,
    program: {
      command: program,
      args: ['run', '--config', join(repository, 'deploy', 'Caddyfile'), '--adapter', 'caddyfile'],
      env: {
        ...process.env,
        LISTEN_HOST: listenHost,
        LISTEN_PORT: String(port),
        UPSTREAMS: upstreams.join(' '),
        // What it keeps belongs to this stack, not to whoever started it.
        XDG_DATA_HOME: home,
        XDG_CONFIG_HOME: home,
      },
    },
    ready: () => answersReady(url),
    stopTimeoutMs: 15_000,
  });
}
