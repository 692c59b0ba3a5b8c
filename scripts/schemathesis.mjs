import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { findOnPath, isExecutable, mustRun, run } from './commands.mjs';
import { SetupProblem } from './progress.mjs';

const version = '4.32.5';

/**
 * Finds schemathesis, or installs it with pip into a virtual environment of its own.
 * @param {string} cacheFolder where fetched programs are
 * @returns {Promise<string>} the path of its program
 * @throws SetupProblem where there is no Python to install it with
 */
export async function findSchemathesis(cacheFolder) {
  const folder = join(cacheFolder, `schemathesis-${version}`);
  const program = join(folder, 'bin', 'st');
  if (isExecutable(program)) return program;
  const python = findOnPath('python3');
  const check = 'import sys, venv; sys.exit(sys.version_info < (3, 10))';
  const found = python && (await run(python, ['-c', check])).code === 0;
  if (!found)
    throw new SetupProblem(
      'python3 was not found, or is older than 3.10, or has no venv. Install it (Debian: apt install python3 python3-venv) and try again.',
    );
  // Half an installation of an earlier try.
  if (existsSync(folder)) rmSync(folder, { recursive: true });
  await mustRun('python3 -m venv', python, ['-m', 'venv', folder]);
  const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check'];
  await mustRun('pip install schemathesis', join(folder, 'bin', 'python'), [
    ...pip,
    `schemathesis==${version}`,
  ]);
  return program;
}
