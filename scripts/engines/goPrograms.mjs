import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { findOnPath, isExecutable, lastLines, run } from '../commands.mjs';
import { exclusively } from '../exclusive.mjs';
import { SetupProblem, say } from '../progress.mjs';

/**
 * The programs of a cluster that are built from their Go modules, each once. `setting` is the environment variable that gives the path of
 * another one. Temporal's server and its Web UI both make a binary called `server`, hence a folder for each.
 */
export const goPrograms = {
  temporalServer: {
    title: 'Temporal server',
    setting: 'TEMPORAL_SERVER',
    onPath: 'temporal-server',
    module: 'go.temporal.io/server/cmd/server',
    version: 'v1.29.1',
    takes: '5 to 10 minutes',
  },
  temporalSqlTool: {
    title: 'Temporal schema tool',
    setting: 'TEMPORAL_SQL_TOOL',
    onPath: 'temporal-sql-tool',
    module: 'go.temporal.io/server/cmd/tools/sql',
    version: 'v1.29.1',
    takes: 'a minute after the server',
  },
  temporalUi: {
    title: 'Temporal Web UI',
    setting: 'TEMPORAL_UI_SERVER',
    module: 'github.com/temporalio/ui-server/v2/cmd/server',
    version: 'v2.42.1',
    takes: '1 to 3 minutes',
  },
  balancer: {
    title: 'Load balancer (Caddy)',
    setting: 'CADDY',
    onPath: 'caddy',
    module: 'github.com/caddyserver/caddy/v2/cmd/caddy',
    version: 'v2.11.9',
    takes: '2 to 5 minutes',
  },
};

/**
 * One of them: the path in the environment, on PATH, built earlier, or built now.
 * @param {keyof typeof goPrograms} key
 * @param {string} cacheFolder
 * @returns {Promise<{ path: string, origin: string }>}
 * @throws SetupProblem that says what to install
 */
export async function findGoProgram(key, cacheFolder, environment = process.env) {
  const { title, setting, onPath, module, version, takes } = goPrograms[key];
  if (environment[setting]) return { path: environment[setting], origin: setting };
  const found = onPath && findOnPath(onPath, environment.PATH);
  if (found) return { path: found, origin: found };
  const folder = join(cacheFolder, 'go', `${key}-${version}`);
  const path = join(folder, module.split('/').pop());
  return exclusively(join(cacheFolder, 'go', `${key}.claim`), async () => {
    if (isExecutable(path)) return { path, origin: `${version}, built earlier` };
    const go = findOnPath('go', environment.PATH) ?? ['/usr/local/go/bin/go'].find(existsSync);
    if (!go)
      throw new SetupProblem(
        `${title} is not here, and Go, with which it is built, is not either. Install Go (https://go.dev/dl; Debian and Ubuntu: apt-get install\ngolang-go; macOS: brew install go), or set ${setting} to the path of the program.`,
      );
    say(`  ${title}: building ${version} with Go; this takes ${takes}, once`);
    // Built beside its place and moved there when complete.
    const unfinished = `${folder}.new`;
    rmSync(unfinished, { recursive: true, force: true });
    mkdirSync(unfinished, { recursive: true });
    // Without C: the same binary whatever compiler and libraries the machine has.
    const env = { ...environment, GOBIN: unfinished, GOFLAGS: '', CGO_ENABLED: '0' };
    const { code, output } = await run(go, ['install', `${module}@${version}`], { env, cwd: unfinished });
    if (code !== 0)
      throw new SetupProblem(
        `${title} could not be built with Go (${module}@${version}):\n${lastLines(output)}\nOr set ${setting} to the path of the program.`,
      );
    rmSync(folder, { recursive: true, force: true });
    renameSync(unfinished, folder);
    return { path, origin: `${version}, built with Go` };
  });
}
