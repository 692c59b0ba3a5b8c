import { z } from 'zod';
import { text, time } from './fields';

export const registration = z
  .strictObject({
    email: z
      .string()
      .trim()
      .max(254, 'must have at most 254 characters')
      .pipe(z.email('must be an e-mail address')),
    name: text(100),
  })
  .meta({ id: 'NewUser' });

export const user = z
  .strictObject({
    id: z.uuid(),
    email: z.email(),
    name: z.string(),
    status: z.enum(['ACTIVE', 'SUSPENDED']),
    createdAt: time,
  })
  .meta({ id: 'User' });

export const registeredUser = user
  .extend({ apiKey: z.string().describe('Shown this once: only its hash is kept') })
  .meta({ id: 'RegisteredUser' });
