import { liveApiKeys } from '../../persistence/reads/apiKeys';
import { userExists } from '../../persistence/reads/users';
import type { SqlClient } from '../../persistence/sqlClient';
import { MOST_LIVE_KEYS, revokeAllApiKeys } from '../../persistence/statements/apiKeys';
import { issueKey } from '../issueKey';
import { operation } from '../operation';
import { Problem } from '../problem';
import { apiKeys, issuedApiKey, revokedApiKeys } from '../schemas/apiKeys';
import { userParams } from '../schemas/reservations';

const UNKNOWN = 'No fan ever had this id: take it from one of their reservations.';

async function needUser(db: SqlClient, userId: string): Promise<void> {
  if (!(await userExists(db, userId))) throw new Problem('USER_NOT_FOUND', UNKNOWN);
}

/** For a fan whose key was stolen, or who lost it: there is no way back in without an operator. */
export const adminApiKeyOperations = [
  operation({
    id: 'listApiKeysOfFan',
    tag: 'Operators',
    method: 'GET',
    path: '/v1/admin/users/:userId/api-keys',
    summary: "A fan's API keys that work, without their secrets",
    access: 'ADMIN_VIEW',
    params: userParams,
    notFound: 'USER_NOT_FOUND',
    success: [200],
    answer: apiKeys,
    async handle({ params: { userId } }, { db }) {
      await needUser(db, userId);
      return { body: { items: await liveApiKeys(db, userId), nextCursor: null } };
    },
  }),
  operation({
    id: 'issueApiKeyForFan',
    tag: 'Operators',
    method: 'POST',
    path: '/v1/admin/users/:userId/api-keys',
    summary: 'A new API key for a fan who lost theirs; it is shown this once',
    access: 'ADMIN',
    params: userParams,
    notFound: 'USER_NOT_FOUND',
    success: [201],
    answer: issuedApiKey,
    refusals: ['INVALID_TRANSITION'],
    async handle({ params: { userId } }, { db }) {
      const issued = await issueKey(db, userId);
      switch (issued.outcome) {
        case 'ISSUED':
          return { body: issued.key };
        case 'USER_NOT_FOUND':
          throw new Problem(issued.outcome, UNKNOWN);
        case 'TOO_MANY_KEYS':
          throw new Problem(
            'INVALID_TRANSITION',
            `The fan has ${MOST_LIVE_KEYS} keys that work: revoke them all first.`,
          );
      }
    },
  }),
  operation({
    id: 'revokeApiKeysOfFan',
    tag: 'Operators',
    method: 'POST',
    path: '/v1/admin/users/:userId/api-keys/revocation',
    summary: 'Revoke all API keys of a fan at once',
    description: 'Event streams that they opened end. Sessions, holds and reservations stay as they are.',
    access: 'ADMIN',
    params: userParams,
    notFound: 'USER_NOT_FOUND',
    success: [200],
    answer: revokedApiKeys,
    async handle({ params: { userId } }, { db, keyRevocations }) {
      await needUser(db, userId);
      const { revoked, keyHashes } = await revokeAllApiKeys(db, userId);
      await keyRevocations.announce(keyHashes);
      return { body: { revoked } };
    },
  }),
];
