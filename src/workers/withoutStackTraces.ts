import { promiseHooks } from 'node:v8';

const { createHook } = promiseHooks;

/**
 * Loaded into the thread of the workflows before the SDK, see stackTraces.ts. The SDK then has no stack traces to give, and says so when asked for them.
 * Node's own hooks, which traces need, are told from the SDK's by what they listen to.
 */
Object.defineProperty(promiseHooks, 'createHook', {
  value: (callbacks: Parameters<typeof createHook>[0]): ReturnType<typeof createHook> => {
    if (callbacks.before || callbacks.after) return createHook(callbacks);
    // The SDK's next call is a warning on the console, where every line has to be one of the log.
    const { warn } = globalThis.console;
    globalThis.console.warn = () => {
      globalThis.console.warn = warn;
    };
    throw new Error('WORKFLOW_STACK_TRACES is not true');
  },
});
