import { uuidv7 } from 'uuidv7';
import { createUser } from '../../persistence/statements/createUser';
import { newApiKey } from '../apiKey';
import { operation } from '../operation';
import { Problem } from '../problem';
import { registeredUser, registration, user } from '../schemas/users';

export const userOperations = [
  operation({
    id: 'registerUser',
    tag: 'Account',
    method: 'POST',
    path: '/v1/users',
    summary: 'Register; the API key is shown this once',
    access: 'PUBLIC',
    body: registration,
    success: [201],
    answer: registeredUser,
    refusals: ['EMAIL_TAKEN'],
    async handle({ body: { email, name } }, { db }) {
      const id = uuidv7();
      const { apiKey, ...key } = newApiKey();
      const created = await createUser(db, { id, email, name, ...key });
      if (created.outcome === 'EMAIL_TAKEN') {
        throw new Problem(
          'EMAIL_TAKEN',
          'Use the API key you got on registering, or another e-mail address.',
        );
      }
      return { body: { id, email, name, status: 'ACTIVE', createdAt: created.createdAt, apiKey } };
    },
  }),
  operation({
    id: 'getMe',
    tag: 'Account',
    method: 'GET',
    path: '/v1/users/me',
    summary: 'Who you are',
    access: 'USER',
    success: [200],
    answer: user,
    async handle({ caller }) {
      const { id, email, name, status, createdAt } = caller.user;
      return { body: { id, email, name, status, createdAt } };
    },
  }),
];
