import vm from 'node:vm';
import { BaseVMWorkflow } from '@temporalio/worker/lib/workflow/vm-shared';

/** What the SDK bids Node watch for where workflows run on the process's own thread: the longest time there is. Milliseconds. */
const SDK_NO_LIMIT_MS = 4_294_967_295;
const CALLED = '__activateWithinLimit';

/**
 * Says how long the code of workflows may take that runs on the process's own thread, where the SDK has no limit; once in a process,
 * before its worker is made. Without one a workflow with an endless loop would end all others of its process for good. What takes
 * longer fails, and with it the workflow task; the worker goes on with other workflows, as with the SDK's own limit.
 *
 * An activation has one limit: its four to six calls into the workflow are all made before it waits for anything. What makes and
 * ends a workflow are single calls. Node starts a thread for each limit, 72 to 83 µs instead of 0.8 to 3 for a call, and does so
 * for the longest time there is as well.
 * @param limitMs milliseconds; null: none, and no thread that would watch for it
 */
export function limitWorkflowCode(limitMs: number | null): void {
  /** Of a single call; none within an activation, which has its own. */
  let limit = limitMs ?? undefined;
  const { runInContext } = vm.Script.prototype;
  vm.Script.prototype.runInContext = function (this: vm.Script, context, options) {
    const isUnlimited = typeof options === 'object' && options.timeout === SDK_NO_LIMIT_MS;
    const own = isUnlimited ? { ...options, timeout: limit } : options;
    return runInContext.call(this, context, own) as unknown;
  };
  if (limitMs === null) return;

  const script = new vm.Script(`${CALLED}()`);
  const { activate } = BaseVMWorkflow.prototype;
  BaseVMWorkflow.prototype.activate = async function (activation) {
    const under: { way?: ReturnType<typeof activate> } = {};
    const call = (): void => void (under.way = activate.call(this, activation));
    Object.defineProperty(globalThis, CALLED, { value: call, configurable: true });
    limit = undefined;
    try {
      script.runInThisContext({ timeout: limitMs });
    } catch (error) {
      // At the last moment it may have been through. Otherwise it ended where it was, and no `finally` of it has run.
      if (!under.way) throw error;
    } finally {
      limit = limitMs;
    }
    return await under.way!;
  };
}
