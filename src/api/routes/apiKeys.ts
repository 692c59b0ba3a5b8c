import { liveApiKeys } from '../../persistence/reads/apiKeys';
import { MOST_LIVE_KEYS, revokeApiKey } from '../../persistence/statements/apiKeys';
import { issueKey } from '../issueKey';
import { operation } from '../operation';
import { Problem } from '../problem';
import { apiKeyParams, apiKeys, issuedApiKey } from '../schemas/apiKeys';

/** Rotation: a new key, then the old one away. */
export const apiKeyOperations = [
  operation({
    id: 'listApiKeys',
    tag: 'Account',
    method: 'GET',
    path: '/v1/users/me/api-keys',
    summary: 'Your API keys that work, without their secrets',
    access: 'USER',
    success: [200],
    answer: apiKeys,
    async handle({ caller }, { db }) {
      const items = await liveApiKeys(db, caller.user.id);
      return { body: { items, nextCursor: null } };
    },
  }),
  operation({
    id: 'issueApiKey',
    tag: 'Account',
    method: 'POST',
    path: '/v1/users/me/api-keys',
    summary: `One more API key, at most ${MOST_LIVE_KEYS}; it is shown this once`,
    access: 'USER',
    success: [201],
    answer: issuedApiKey,
    refusals: ['INVALID_TRANSITION'],
    async handle({ caller }, { db }) {
      const issued = await issueKey(db, caller.user.id);
      if (issued.outcome !== 'ISSUED') {
        const most = `You have ${MOST_LIVE_KEYS} keys that work`;
        throw new Problem('INVALID_TRANSITION', `${most}: revoke one that you no longer use first.`);
      }
      return { body: issued.key };
    },
  }),
  operation({
    id: 'revokeApiKey',
    tag: 'Account',
    method: 'DELETE',
    path: '/v1/users/me/api-keys/:keyId',
    summary: 'Revoke an API key at once; your last one cannot be revoked',
    description: 'Event streams that it opened end: open them again with another key.',
    access: 'USER',
    params: apiKeyParams,
    notFound: 'API_KEY_NOT_FOUND',
    success: [204],
    refusals: ['INVALID_TRANSITION'],
    async handle({ caller, params }, { db, keyRevocations }) {
      const revoked = await revokeApiKey(db, { userId: caller.user.id, id: params.keyId });
      switch (revoked.outcome) {
        case 'REVOKED':
          await keyRevocations.announce([revoked.keyHash]);
          return { status: 204 };
        case 'API_KEY_NOT_FOUND':
          throw new Problem(revoked.outcome, 'Take the id of a key from GET /v1/users/me/api-keys.');
        case 'LAST_KEY':
          throw new Problem(
            'INVALID_TRANSITION',
            'This is your last key: make another with POST /v1/users/me/api-keys, and revoke this one with it.',
          );
      }
    },
  }),
];
