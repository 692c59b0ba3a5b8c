import vm from 'node:vm';
import { BaseVMWorkflow } from '@temporalio/worker/lib/workflow/vm-shared';

/** What the SDK bids Node watch for where workflows run on the process's own thread: the longest time there is. Milliseconds. */
const SDK_NO_LIMIT_MS = 4_294_967_295;

/**
 * Spares calls into workflows a watchdog that never barks. Where workflows run on the process's own thread the SDK has no limit for a call, and
 * says so to Node as the longest time there is; Node then starts a thread for each call all the same, 20 in a purchase: 72 to 83 µs
 * of each instead of 0.8 to 3.
 */
export function skipUnlimitedWatchdogs(): void {
  const { runInContext } = vm.Script.prototype;
  vm.Script.prototype.runInContext = function (this: vm.Script, context, options) {
    const isWatched = typeof options !== 'object' || options.timeout !== SDK_NO_LIMIT_MS;
    const own = isWatched ? options : { ...options, timeout: undefined };
    return runInContext.call(this, context, own) as unknown;
  };
}

const CALLED = '__activateWithinLimit';

/**
 * Bounds each activation of workflows that run on the process's own thread, where the SDK does not, for workers that are made from
 * now on. Without it a workflow with an endless loop would end all others of its process for good. An activation that takes
 * longer fails, and with it the workflow task; the worker goes on with other workflows.
 *
 * One limit is enough: all calls of an activation into its workflow, four to six, are made before it waits for anything.
 * @param limitMs milliseconds
 */
export function limitActivations(limitMs: number): void {
  const script = new vm.Script(`${CALLED}()`);
  const { activate } = BaseVMWorkflow.prototype;
  BaseVMWorkflow.prototype.activate = async function (activation) {
    const under: { way?: ReturnType<typeof activate> } = {};
    const call = (): void => void (under.way = activate.call(this, activation));
    Object.defineProperty(globalThis, CALLED, { value: call, configurable: true });
    try {
      script.runInThisContext({ timeout: limitMs });
    } catch (error) {
      // At the last moment it may have been through. Otherwise it ended where it was: nothing of it runs on, no `finally` either.
      if (!under.way) throw error;
    }
    return await under.way!;
  };
}
