import { fork, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import path from 'node:path';
import { Client, Connection, type WorkflowHandle } from '@temporalio/client';
import { temporalConnectionOptions } from '../../src/temporalConnection';
import { cpuSeconds } from '../cpuTime';
import { inParallel } from '../inParallel';
import { spreadOf, type Spread } from '../spread';
import { admitSignal, holdUpdate, payUpdate, type textbookSession } from './workflow';

export interface TextbookFigures {
  sessionsPerSecond: number;
  /** Milliseconds of CPU for each session, by process: the server, the worker and the client. */
  cpuMs: Record<'temporal' | 'worker' | 'client', number | null>;
  events: Spread | null;
}

export interface TextbookStack {
  /** Runs so many sessions, so many at once, from start to result. */
  measure(sessions: number, atOnce: number): Promise<TextbookFigures>;
  close(): Promise<void>;
}

const HISTORIES = 20;

/** Starts the worker of the empty textbook session on the same Temporal server as the purchases. @param serverPid null: not known */
export async function startTextbook(
  server: { address: string; namespace: string },
  serverPid: number | null,
): Promise<TextbookStack> {
  const taskQueue = `textbook-${randomUUID()}`;
  const args = [server.address, server.namespace, taskQueue];
  // Ctrl-C is for the program that measures: it ends what is under way with this worker.
  const worker: ChildProcess = fork(path.join(__dirname, 'worker.js'), args, { detached: true });
  const [said] = (await Promise.race([once(worker, 'message'), once(worker, 'exit')])) as unknown[];
  if (said !== 'ready') throw new Error('the worker of the textbook session could not begin');
  const connection = await Connection.connect(
    temporalConnectionOptions({ TEMPORAL_ADDRESS: server.address }),
  );
  const client = new Client({ connection, namespace: server.namespace });

  async function one(): Promise<WorkflowHandle> {
    const handle = await client.workflow.start<typeof textbookSession>('textbookSession', {
      ...{ taskQueue, workflowId: `textbook:${randomUUID()}`, args: [] },
    });
    await handle.signal(admitSignal);
    await handle.executeUpdate(holdUpdate);
    await handle.executeUpdate(payUpdate);
    const outcome = await handle.result();
    if (outcome !== 'CONFIRMED') throw new Error(`a textbook session ended as ${outcome}`);
    return handle;
  }

  const pids = [serverPid, worker.pid ?? null].filter((pid) => pid !== null);
  return {
    async measure(sessions, atOnce) {
      const before = cpuSeconds(pids);
      const own = process.cpuUsage();
      const begun = performance.now();
      const handles = await inParallel(atOnce, sessions, one);
      const seconds = (performance.now() - begun) / 1000;
      const { user, system } = process.cpuUsage(own);
      const after = cpuSeconds(pids);
      const each = (pid: number | null | undefined): number | null => {
        const [then, now] = [before.get(pid ?? 0), after.get(pid ?? 0)];
        return then === undefined || now === undefined ? null : ((now - then) * 1000) / sessions;
      };
      const lengths: number[] = [];
      for (const handle of handles.slice(0, HISTORIES))
        lengths.push((await handle.fetchHistory()).events?.length ?? 0);
      return {
        sessionsPerSecond: sessions / seconds,
        cpuMs: {
          temporal: each(serverPid),
          worker: each(worker.pid),
          client: (user + system) / 1000 / sessions,
        },
        events: spreadOf(lengths),
      };
    },
    async close() {
      await connection.close();
      if (worker.exitCode !== null) return;
      const ended = once(worker, 'exit');
      worker.kill('SIGTERM');
      await ended;
    },
  };
}
