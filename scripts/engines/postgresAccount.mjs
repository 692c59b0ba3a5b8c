import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chownSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  symlinkSync,
  cpSync,
  existsSync,
} from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { readJson, writeJson } from '../jsonFile.mjs';
import { SetupProblem, say } from '../progress.mjs';

/**
 * PostgreSQL refuses to run as root. There it runs as the system's `postgres` where that account exists, else as `nobody`.
 * @returns {{ uid: number, gid: number, name: string } | null} null when the present user will do
 */
export function postgresAccount() {
  if (process.getuid?.() !== 0) return null;
  const accounts = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'));
  const account = ['postgres', 'nobody']
    .map((name) => accounts.find((fields) => fields[0] === name))
    .find(Boolean);
  if (!account)
    throw new SetupProblem(
      'PostgreSQL cannot run as root, and there is no account `postgres` or `nobody`. Run this as another user.',
    );
  return { name: account[0], uid: Number(account[2]), gid: Number(account[3]) };
}

/** Runs a program as the account and waits for it. */
export function runAs(account, command, args, options = {}) {
  const identity = account ? { uid: account.uid, gid: account.gid } : {};
  return spawnSync(command, args, { encoding: 'utf8', cwd: '/', ...identity, ...options });
}

/**
 * The folder that holds the data: `postgres/` in the state folder or, where the account may not enter that one (a clone under root's home),
 * a folder under /var/tmp. The choice is remembered, so that the next run finds its data whatever has changed since.
 */
export function postgresFolder(stateFolder, account) {
  const record = join(stateFolder, 'postgres-folder.json');
  const remembered = readJson(record, null)?.folder;
  if (remembered && existsSync(remembered)) return remembered;
  const inState = join(stateFolder, 'postgres');
  const folder = !account || mayEnter(account, stateFolder) ? inState : substituteFolder(stateFolder);
  makePrivateFolder(folder, account);
  if (folder !== inState)
    say(`  PostgreSQL runs as ${account.name}, who may not enter ${stateFolder}: its data is in ${folder}`);
  writeJson(record, { folder });
  return folder;
}

/**
 * A copy of a program's folder tree that the account may enter, or the tree itself when it already may.
 * @param {string} tree folder that has `bin/` in it
 */
export function reachableTree(tree, account, stateFolder) {
  if (!account || runAs(account, join(tree, 'bin', 'postgres'), ['--version']).status === 0) return tree;
  const folder = `${substituteFolder(stateFolder)}-programs`;
  makePrivateFolder(folder, account);
  const { version } = readJson(join(dirname(tree), 'package.json'), {});
  const copy = join(folder, `native-${version}`);
  if (!existsSync(join(copy, 'complete'))) {
    cpSync(tree, copy, { recursive: true, verbatimSymlinks: true });
    mkdirSync(join(copy, 'complete'));
  }
  chownSync(folder, account.uid, account.gid);
  return copy;
}

/** The npm package restores its symbolic links in an install script, which many people switch off: missing ones are made here. */
export function restoreLinks(tree) {
  for (const { source, target } of readJson(join(tree, 'pg-symlinks.json'), [])) {
    const link = join(dirname(tree), target);
    if (!isPresent(link)) symlinkSync(relative(dirname(link), join(dirname(tree), source)), link);
  }
}

function isPresent(path) {
  try {
    lstatSync(path);
    return true;
  } catch {
    return false;
  }
}

function mayEnter(account, folder) {
  return runAs(account, '/bin/sh', ['-c', 'cd "$1"', 'sh', folder]).status === 0;
}

function substituteFolder(stateFolder) {
  const digest = createHash('sha256').update(stateFolder).digest('hex').slice(0, 12);
  return join('/var/tmp', `concert-sessions-${digest}`);
}

/** /var/tmp is open to all: a folder of that name which is not ours, or is a link, must not be used. */
function makePrivateFolder(folder, account) {
  const uid = account?.uid ?? process.getuid?.();
  if (!isPresent(folder)) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    if (account) chownSync(folder, account.uid, account.gid);
  }
  const found = lstatSync(folder);
  const isOurs =
    found.isDirectory() && (found.uid === uid || (found.uid === 0 && readdirSync(folder).length === 0));
  if (!isOurs)
    throw new SetupProblem(`${folder} belongs to somebody else; PostgreSQL's data cannot be kept there.`);
  if (account) chownSync(folder, account.uid, account.gid);
}
