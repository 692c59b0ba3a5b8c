import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { mustRun } from './commands.mjs';
import { exclusively } from './exclusive.mjs';
import { repository } from './paths.mjs';
import { step } from './progress.mjs';

const output = join(repository, 'dist');
const bundles = ['workflows.bundle.js', 'workflows.traced.bundle.js'].map((name) => join(output, name));
const bundleStamp = join(output, 'workflows.bundle.stamp');

/** Compiles TypeScript into `dist/` (only what changed) and bundles the workflows, without and with tracing, where their code changed. */
export async function buildOutput() {
  await exclusively(join(repository, '.local', 'build.claim'), async () => {
    await step('Compile', async () => {
      removeOrphans();
      copyTexts();
      const compiler = join(repository, 'node_modules', 'typescript', 'bin', 'tsc');
      await mustRun('tsc', process.execPath, [compiler, '-p', 'tsconfig.json'], { cwd: repository });
    });
    await step('Workflow bundles', async () => {
      const wanted = workflowFingerprint();
      const there = [...bundles, bundleStamp].every((file) => existsSync(file));
      if (there && readFileSync(bundleStamp, 'utf8') === wanted) return 'up to date';
      const builder = join(output, 'src', 'workers', 'buildWorkflowBundle.js');
      await mustRun('The workflow bundles', process.execPath, [builder], { cwd: repository });
      writeFileSync(bundleStamp, wanted);
    });
  });
}

/** What is compiled from a source that was removed or renamed would stay for ever: tsc never deletes. */
function removeOrphans() {
  mkdirSync(output, { recursive: true });
  for (const path of filesBelow(output)) {
    if (!/^(src|bench)\//.test(path)) continue;
    const source = path.replace(/\.js(\.map)?$/, '.ts');
    if (!existsSync(join(repository, source))) rmSync(join(output, path));
  }
}

/** tsc emits only TypeScript; what the programs read beside their code (Lua scripts) is copied. */
function copyTexts() {
  for (const path of filesBelow(join(repository, 'src')).filter((file) => !file.endsWith('.ts')))
    cpSync(join(repository, 'src', path), join(output, 'src', path), { preserveTimestamps: true });
}

/** Everything that can end up in the bundle: the compiled workflows and what they may import, and the packages. */
function workflowFingerprint() {
  const digest = createHash('sha256').update(readFileSync(join(repository, 'package-lock.json')));
  const rooms = ['workflows', 'contracts', 'domain', 'tracing'].map((room) => join(output, 'src', room));
  const builder = join(output, 'src', 'workers', 'buildWorkflowBundle.js');
  const files = rooms.filter(existsSync).flatMap((room) => filesBelow(room).map((path) => join(room, path)));
  for (const path of [...files, builder].filter((file) => file.endsWith('.js') && existsSync(file)).sort())
    digest.update(relative(output, path)).update(readFileSync(path));
  return digest.digest('hex');
}

function filesBelow(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath ?? entry.path, entry.name)));
}
