import { mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { readJson } from './jsonFile.mjs';
import { identityOf, isAlive } from './processIdentity.mjs';
import { say } from './progress.mjs';

/**
 * Runs `work` while no other process runs one under the same file: `npm start` and `npm test` may be started in one clone at the same
 * moment, and must not both install packages or fetch the same engine. The file of a process that died is taken over.
 * @param {string} file
 * @param {() => Promise<T>} work
 * @template T
 */
export async function exclusively(file, work) {
  mkdirSync(dirname(file), { recursive: true });
  let told = false;
  while (!claim(file)) {
    const holder = readJson(file, null);
    // A file without a readable holder is being written this moment, unless it is old.
    if (holder ? !isAlive(holder) : ageMs(file) > 5_000) rmSync(file, { force: true });
    else if (!told && holder) {
      say(`  waiting for another set-up in this clone (pid ${holder.pid})`);
      told = true;
    }
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  try {
    return await work();
  } finally {
    rmSync(file, { force: true });
  }
}

function claim(file) {
  try {
    writeFileSync(file, JSON.stringify(identityOf(process.pid)), { flag: 'wx', mode: 0o600 });
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  }
}

function ageMs(file) {
  try {
    return Date.now() - statSync(file).mtimeMs;
  } catch {
    return 0;
  }
}
