import workerThreads, { type WorkerOptions } from 'node:worker_threads';

const THREAD_OF_WORKFLOWS = /workflow-worker-thread(\.js)?$/;

/**
 * Leaves out the stack traces of waiting workflows, for the process's next worker. The SDK takes a stack trace of each promise of a workflow,
 * which the Web UI shows as "Call Stack", and has no option for that. It is 5 of a worker's 27 ms of CPU for a purchase; where a
 * session stands its details say.
 */
export function leaveOutStackTraces(): void {
  const { Worker } = workerThreads;
  workerThreads.Worker = class extends Worker {
    constructor(file: string | URL, options: WorkerOptions = {}) {
      const isForWorkflows = THREAD_OF_WORKFLOWS.test(String(file));
      const preload = ['--require', require.resolve('../withoutStackTraces')];
      super(file, isForWorkflows ? { ...options, execArgv: [...process.execArgv, ...preload] } : options);
    }
  };
}
