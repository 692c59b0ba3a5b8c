import { findOnPath, lastLines, run } from '../commands.mjs';
import { SetupProblem, say } from '../progress.mjs';

/**
 * Installs Redis with the system's package manager, where that works without asking anybody.
 * @throws SetupProblem that says what to install, where it does not
 */
export async function installRedis(environment = process.env) {
  const manager = await usablePackageManager(environment);
  if (!manager) throw new SetupProblem(advice('it cannot be installed here without asking for a password'));
  say(`  Redis: installing it with ${manager.name}`);
  for (const [command, ...args] of manager.commands) {
    const { code, output } = await run(command, args, { timeoutMs: 300_000 });
    if (code !== 0)
      throw new SetupProblem(advice(`${manager.name} could not install it:\n${lastLines(output, 8)}`));
  }
}

function advice(reason) {
  return `Redis was not found, and ${reason}.\nInstall redis-server (Debian and Ubuntu: sudo apt-get install redis-server; macOS: brew install redis), or set REDIS_URL.`;
}

async function usablePackageManager(environment) {
  const has = (name) => findOnPath(name, environment.PATH) !== null;
  if (has('brew')) return { name: 'brew', commands: [['brew', 'install', 'redis']] };
  const asRoot = await prefixForRoot(has);
  if (!asRoot) return null;
  if (has('apt-get')) return { name: 'apt-get', commands: [[...asRoot, '/bin/sh', '-c', aptScript]] };
  if (has('apk')) return { name: 'apk', commands: [[...asRoot, 'apk', 'add', '--no-cache', 'redis']] };
  if (has('dnf')) return { name: 'dnf', commands: [[...asRoot, 'dnf', 'install', '-y', 'redis']] };
  return null;
}

async function prefixForRoot(has) {
  if (process.getuid?.() === 0) return [];
  if (!has('sudo')) return null;
  const { code } = await run('sudo', ['-n', 'true'], { timeoutMs: 5_000 });
  return code === 0 ? ['sudo', '-n'] : null;
}

/**
 * Debian's package would start and enable a Redis of its own on port 6379. A policy-rc.d that answers 101 ("not allowed") keeps it from
 * starting; it is put there only for the installation, and only where the machine has none. The package lists are refreshed only when the
 * package cannot be installed with those at hand.
 */
const aptScript = `
export DEBIAN_FRONTEND=noninteractive RUNLEVEL=1
policy=/usr/sbin/policy-rc.d
if [ ! -e "$policy" ]; then
  printf '#!/bin/sh\\nexit 101\\n' > "$policy" && chmod 755 "$policy"
  trap 'rm -f "$policy"' EXIT
fi
install() { apt-get install -y --no-install-recommends redis-server; }
install || { apt-get update && install; } || exit 1
if [ -d /run/systemd/system ]; then systemctl disable redis-server >/dev/null 2>&1 || true; fi
`;
