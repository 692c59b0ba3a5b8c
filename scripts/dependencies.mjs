import { createHash } from 'node:crypto';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { mustRun } from './commands.mjs';
import { exclusively } from './exclusive.mjs';
import { repository } from './paths.mjs';
import { step } from './progress.mjs';

const lockFile = join(repository, 'package-lock.json');
const installed = join(repository, 'node_modules', '.package-lock.json');
const stamp = join(repository, 'node_modules', '.concert-sessions-installed');

/** Installs the packages with `npm ci` when they are missing or package-lock.json has changed since they were installed. */
export async function installDependencies() {
  await exclusively(join(repository, '.local', 'install.claim'), async () => {
    const wanted = fingerprint();
    if (isUpToDate(wanted)) return;
    await step('Packages (npm ci)', async () => {
      // NODE_ENV=production would leave out what builds and tests the project.
      const args = ['ci', '--include=dev', '--include=optional', '--no-audit', '--no-fund'];
      await mustRun('npm ci', 'npm', args, { cwd: repository });
    });
    writeFileSync(stamp, wanted);
  });
}

/** Packages hold programs for one system and one processor: a folder shared between two machines is installed anew. */
function fingerprint() {
  const digest = createHash('sha256').update(readFileSync(lockFile)).digest('hex');
  return `${digest} ${process.platform}-${process.arch}\n`;
}

function isUpToDate(wanted) {
  if (!existsSync(installed)) return false;
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return true;
  // Somebody may have run npm by hand: its own record is then newer than our stamp, and not older than the lock file.
  const changed = (file) => (existsSync(file) ? statSync(file).mtimeMs : 0);
  if (changed(installed) <= changed(stamp) || changed(installed) + 1_000 < changed(lockFile)) return false;
  writeFileSync(stamp, wanted);
  return true;
}
