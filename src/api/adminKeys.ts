import { sameSecret, sha256 } from './apiKey';

/** A viewer reads what is under `/v1/admin`, an operator may also change it. */
export type AdminRole = 'VIEWER' | 'OPERATOR';

/**
 * Several keys of a role are valid at once, so that one can be replaced. All of them are compared each time: how long
 * it takes tells nothing of which one was close.
 * @returns the role of the key with this hash (SHA-256 in hex); null: it is no admin key
 */
export function createAdminKeys(
  operators: readonly string[],
  viewers: readonly string[],
): (hash: string) => AdminRole | null {
  const known: [string, AdminRole][] = [
    ...viewers.map((key): [string, AdminRole] => [sha256(key), 'VIEWER']),
    ...operators.map((key): [string, AdminRole] => [sha256(key), 'OPERATOR']),
  ];
  return (hash) => {
    let role: AdminRole | null = null;
    for (const [candidate, itsRole] of known) if (sameSecret(hash, candidate)) role = itsRole;
    return role;
  };
}
