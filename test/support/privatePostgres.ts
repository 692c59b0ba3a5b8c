import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { startProcess } from './childProcess';

/** A PostgreSQL that a test may kill: it comes back by itself, on the same address and data. */
export interface PrivatePostgres {
  url: string;
  /** kill -9 of the postmaster. Its backends notice and end without another commit. */
  kill(): void;
  close(): Promise<void>;
}

export async function startPrivatePostgres(): Promise<PrivatePostgres> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'postgres-'));
  const instance = await startProcess('test/support/postgresInstance.mjs', {}, /"msg":"ready"/, 60_000, [
    folder,
  ]);
  const postmaster = (): number =>
    Number([...instance.output().matchAll(/"postmaster":(\d+)/g)].at(-1)?.[1] ?? NaN);
  return {
    url: instance.url(),
    kill: () => void process.kill(postmaster(), 'SIGKILL'),
    async close() {
      await instance.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
