import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { readJson, writeJson } from './jsonFile.mjs';

/**
 * Passwords and keys of one state folder, generated once and kept in `secrets.json`, which only its owner can read.
 * @returns {{ postgresPassword: string, redisPassword: string, adminKey: string, queueTokenSecrets: string }}
 */
export function loadSecrets(folder) {
  const file = join(folder, 'secrets.json');
  const kept = readJson(file, {});
  const fresh = () => randomBytes(24).toString('base64url');
  const secrets = {
    postgresPassword: kept.postgresPassword ?? fresh(),
    redisPassword: kept.redisPassword ?? fresh(),
    adminKey: kept.adminKey ?? fresh(),
    queueTokenSecrets: kept.queueTokenSecrets ?? randomBytes(32).toString('base64url'),
  };
  if (Object.keys(secrets).some((name) => secrets[name] !== kept[name])) writeJson(file, secrets, 0o600);
  return secrets;
}
