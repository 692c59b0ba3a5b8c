import { checkSystem } from './engines/startEngines.mjs';
import { stopOnSignal } from './interruption.mjs';
import { claimStateFolder } from './processRegistry.mjs';
import { reportFailure, say, secondsSince } from './progress.mjs';
import { createServiceHost } from './serviceHost.mjs';
import { stackFile } from './stackFile.mjs';

/**
 * Brings a stack up, says so, and keeps it running until a signal; then stops it in order and keeps its data.
 * @param {object} options
 * @param {string} options.title how messages name it, e.g. `npm start`
 * @param {string} options.folder the state folder
 * @param {(parts: { folder: string, host: object, stack: object, durable: true }) => Promise<T>} options.bringUp
 * @param {(running: T, took: string) => string} options.summary
 * @template T
 */
export async function keepRunning({ title, folder, bringUp, summary }) {
  const begin = Date.now();
  checkSystem();
  const registry = await claimStateFolder(folder, title);
  const stack = stackFile(folder);
  stack.remove();
  const host = createServiceHost({ folder, registry, restart: true });
  const stopAll = async () => {
    await host.stop();
    stack.remove();
    registry.release();
  };
  const interruption = stopOnSignal({
    stop: () => stopAll().then(() => say('Stopped; the data is kept.')),
    kill: () => {
      host.killAll();
      stack.remove();
    },
  });

  try {
    const running = await bringUp({ folder, host, stack, durable: true });
    say(summary(running, secondsSince(begin)));
  } catch (error) {
    if (interruption.isUnderWay()) return;
    reportFailure(error);
    await stopAll();
    process.exit();
  }
}
