import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { createService } from './service.mjs';

/**
 * Keeps the background programs of one run together: it starts them, restarts those that die, and stops them in the right order.
 * @param {object} options
 * @param {string} options.folder the state folder; logs go to `logs/` in it
 * @param {{ add: Function, remove: Function }} options.registry
 * @param {boolean} options.restart whether a program that dies is started again
 */
export function createServiceHost({ folder, registry, restart }) {
  const logsFolder = join(folder, 'logs');
  mkdirSync(logsFolder, { recursive: true });
  const services = [];
  let stopping = false;
  let onStart = () => {};
  const optionsOf = new Map();
  const create = (options) => {
    optionsOf.set(options.name, options);
    return createService({ logsFolder, registry, restart, onStart: () => onStart(), ...options });
  };
  return {
    logsFolder,
    services,
    /** Calls `listener` after each start of a program, restarts too: its pid is a new one. */
    onStart(listener) {
      onStart = listener;
    },
    /** Starts one program and waits until it is ready; see createService for what it takes. */
    async start(options) {
      // Set-up goes on for a moment after Ctrl-C; whatever it would still start has to stay down.
      if (stopping) return new Promise(() => {});
      const service = create(options);
      services.push(service);
      await service.start();
      return service;
    },
    /**
     * Stops one program in its own way and starts it anew in its place, ready when this returns.
     * @throws SetupProblem when it does not get ready; it is then tried again and again
     */
    async replace(name) {
      const at = services.findIndex((service) => service.name === name);
      await services[at].stop();
      if (stopping) return new Promise(() => {});
      services[at] = create(optionsOf.get(name));
      await services[at].start(true);
    },
    /** Stops one by one, the last started first: the API still needs the worker to answer what is under way, both need the engines. */
    async stop() {
      stopping = true;
      for (const client of services.filter((service) => service.isClient).reverse()) await client.stop();
      for (const engine of services.filter((service) => !service.isClient).reverse()) await engine.stop();
    },
    killAll() {
      stopping = true;
      for (const service of services) service.kill();
    },
  };
}
