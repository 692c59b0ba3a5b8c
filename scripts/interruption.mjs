import { endRunningCommands } from './commands.mjs';
import { say } from './progress.mjs';

/**
 * Stops everything on Ctrl-C, SIGTERM or a closed terminal, and kills everything on the second Ctrl-C.
 * A signal within a second of the first is the same keystroke: npm passes on what the terminal has sent already.
 * @param {object} actions
 * @param {() => Promise<void>} actions.stop
 * @param {() => void} actions.kill
 */
export function stopOnSignal({ stop, kill }) {
  let firstMs = null;
  const onSignal = (signal) => {
    if (firstMs !== null) {
      if (Date.now() - firstMs < 1_000) return;
      say('\nKilling everything.');
      kill();
      process.exit(130);
    }
    firstMs = Date.now();
    say(`\nStopping (${signal}); once more to kill.`);
    Promise.all([endRunningCommands(), stop()]).then(
      () => process.exit(signal === 'SIGINT' ? 130 : 0),
      (error) => {
        process.stderr.write(`${error.stack}\n`);
        kill();
        process.exit(1);
      },
    );
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, onSignal);
  return { isUnderWay: () => firstMs !== null };
}

/** For scripts that start no services: a signal ends the commands under way, and the script. */
export function endCommandsOnSignal() {
  const onSignal = () => {
    void endRunningCommands().then(() => process.exit(130));
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, onSignal);
  return {
    release: () => ['SIGINT', 'SIGTERM', 'SIGHUP'].forEach((signal) => process.off(signal, onSignal)),
  };
}
