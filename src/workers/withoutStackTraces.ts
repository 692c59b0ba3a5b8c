import { promiseHooks } from 'node:v8';

/** Loaded into the thread of the workflows before the SDK, see stackTraces.ts. The SDK then has no stack traces to give, and says so. */
Object.defineProperty(promiseHooks, 'createHook', {
  value: () => {
    throw new Error('WORKFLOW_STACK_TRACES is not true');
  },
});
