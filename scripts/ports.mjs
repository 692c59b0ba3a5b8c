import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { readJson, writeJson } from './jsonFile.mjs';
import { SetupProblem } from './progress.mjs';

/** Whether a server could listen there now. */
export function isFree(port, host = '127.0.0.1') {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(true)));
  });
}

/**
 * A free port between 20000 and 31999: below the range from which Linux and macOS take the ports of outgoing connections, so that
 * a port remembered from the last run is rarely taken by chance.
 */
export async function anyFreePort(host, avoid = []) {
  for (let tries = 0; tries < 200; tries += 1) {
    const port = randomInt(20_000, 32_000);
    if (!avoid.includes(port) && (await isFree(port, host))) return port;
  }
  throw new SetupProblem('No free port was found between 20000 and 31999.');
}

/** The ports of one state folder: kept between runs, replaced when taken. */
export function rememberedPorts(folder) {
  const file = join(folder, 'ports.json');
  const ports = readJson(file, {});
  const keep = (name, port) => {
    ports[name] = port;
    writeJson(file, ports);
    return port;
  };
  return {
    /** The port that `name` had in the last run, or a new one where that is taken. */
    async take(name) {
      if (ports[name] && (await isFree(ports[name]))) return ports[name];
      return keep(name, await anyFreePort('127.0.0.1', Object.values(ports)));
    },
    /**
     * The port of the API. `wanted` is PORT as it was given: 0 means any free one, and one that is taken is an error, since somebody
     * counts on it. Without it: last time's, else 3000 or the next free one.
     */
    async takeForApi(wanted, host) {
      if (wanted === undefined || wanted === '') {
        if (ports.api && (await isFree(ports.api, host))) return ports.api;
        for (let port = 3000; port < 3100; port += 1) if (await isFree(port, host)) return keep('api', port);
        return keep('api', await anyFreePort(host));
      }
      const port = Number(wanted);
      if (!Number.isInteger(port) || port < 0 || port > 65_535)
        throw new SetupProblem('PORT must be a number from 0 to 65535.');
      if (port === 0) return keep('api', await anyFreePort(host));
      if (!(await isFree(port, host)))
        throw new SetupProblem(
          `Port ${port} (PORT) is taken. Set another PORT, or leave it out to take a free one.`,
        );
      return port;
    },
  };
}
