import { promiseHooks } from 'node:v8';

/**
 * To be called before the SDK's worker is made. The SDK takes a stack trace of each promise in a workflow, which the Web UI shows as "Call
 * Stack", and has no option for that; then it takes none, and says so when asked for them. Node's own hooks, which traces need, are told
 * from the SDK's by what they listen to.
 */
export function leaveOutStackTraces(): void {
  const { createHook } = promiseHooks;
  Object.defineProperty(promiseHooks, 'createHook', {
    value: (callbacks: Parameters<typeof createHook>[0]): ReturnType<typeof createHook> => {
      if (callbacks.before || callbacks.after) return createHook(callbacks);
      // The SDK's next call is a warning on the console, where every line has to be one of the log.
      const { warn } = globalThis.console;
      globalThis.console.warn = () => {
        globalThis.console.warn = warn;
      };
      throw new Error('no stack traces are wanted here');
    },
  });
}
