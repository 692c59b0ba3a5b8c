import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository's root, whatever the working directory is. */
export const repository = fileURLToPath(new URL('..', import.meta.url)).replace(/\/$/, '');

/** Where a running stack keeps its data, logs and secrets: STACK_DIR, else `.local/` in the repository. */
export function stateFolder(environment = process.env) {
  return environment.STACK_DIR ? resolve(environment.STACK_DIR) : join(repository, '.local');
}

/** The same for `npm run start:cluster`: its sessions are in another Temporal than those of `npm start`. */
export function clusterFolder(environment = process.env) {
  return environment.STACK_DIR ? resolve(environment.STACK_DIR) : join(repository, '.local', 'cluster');
}

/** Engine programs that were fetched once. They do not move with STACK_DIR, so that no stack fetches them again. */
export function enginesFolder(environment = process.env) {
  return environment.ENGINES_DIR ? resolve(environment.ENGINES_DIR) : join(repository, '.local', 'engines');
}
