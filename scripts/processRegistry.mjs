import { join } from 'node:path';
import { mkdirSync, rmSync } from 'node:fs';
import { exclusively } from './exclusive.mjs';
import { readJson, writeJson } from './jsonFile.mjs';
import { endProcess, identityOf, isAlive } from './processIdentity.mjs';
import { SetupProblem, say } from './progress.mjs';

/**
 * Makes this process the owner of a state folder, and ends what an owner that was killed left running: exactly the processes it recorded,
 * told from others by their start time.
 * @param {string} folder
 * @param {string} title how messages name what runs there, e.g. `npm start`
 * @throws SetupProblem while another live process owns the folder.
 */
export async function claimStateFolder(folder, title) {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'pids.json');
  const leftovers = await exclusively(join(folder, 'pids.claim'), async () => {
    const { owner, processes = [] } = readJson(file, {});
    if (owner && isAlive(owner)) {
      throw new SetupProblem(
        `${title} is already running in ${folder} (pid ${owner.pid}). Stop it first (Ctrl-C there, or kill ${owner.pid}),\nor set STACK_DIR to another folder to run a second one.`,
      );
    }
    writeJson(file, { owner: identityOf(process.pid), processes });
    return processes.filter(isAlive);
  });
  if (leftovers.length > 0) {
    say(`  an earlier run did not end cleanly; stopping ${leftovers.map((left) => left.name).join(', ')}`);
    // Clients first: engines that lose their clients stop faster than clients that lose their engines.
    leftovers.sort((a, b) => Number(b.isClient) - Number(a.isClient));
    for (const left of leftovers) await endProcess(left, { signal: left.stopSignal });
  }
  return createRegistry(file);
}

function createRegistry(file) {
  const owner = identityOf(process.pid);
  let processes = [];
  const save = () => writeJson(file, { owner, processes });
  save();
  return {
    add(name, pid, { stopSignal, isClient }) {
      processes.push({ name, stopSignal, isClient, ...identityOf(pid) });
      save();
    },
    remove(pid) {
      processes = processes.filter((recorded) => recorded.pid !== pid);
      save();
    },
    /** Gives the folder up: nothing of ours runs any more. */
    release() {
      if (processes.length === 0) rmSync(file, { force: true });
    },
  };
}
