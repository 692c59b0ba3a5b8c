import { SetupProblem, secondsSince } from '../progress.mjs';

/** The balancer asks each API once a second how it is (deploy/Caddyfile): twice that, until it sends requests to the new one. */
const noticedAfterMs = 2_000;

/**
 * Restarts the programs of these kinds one after another: each stops in its own way, and the next follows when it is ready again.
 * @param {ReturnType<import('../serviceHost.mjs').createServiceHost>} host
 * @param {string[]} kinds in this order: `worker`, `api`. Workers first, so that new code knows what new APIs will ask of it.
 * @param {(line: string) => void} say
 * @throws SetupProblem when one does not get ready; the rest is then left as it is
 */
export async function rollingRestart(host, kinds, say) {
  const names = kinds.flatMap((kind) =>
    host.services.map(({ name }) => name).filter((name) => name.startsWith(`${kind}-`)),
  );
  for (const [at, name] of names.entries()) {
    const begin = Date.now();
    say(`${name}: stopping (${at + 1} of ${names.length})`);
    try {
      await host.replace(name);
    } catch (error) {
      const left = names.slice(at + 1);
      throw new SetupProblem(
        `${error.message}\n${name} is tried again and again; ${left.length ? `not restarted: ${left.join(', ')}` : 'all others were restarted'}.`,
      );
    }
    say(`${name}: ready again after ${secondsSince(begin)}`);
    if (name.startsWith('api-') && at + 1 < names.length)
      await new Promise((resolve) => setTimeout(resolve, noticedAfterMs));
  }
}
