import { z } from 'zod';
import { text, time } from './fields';

/**
 * Narrower than the e-mail addresses of zod, some of which no mail server takes: at most 64 characters before the @, labels
 * of 1 to 63 that do not end with a hyphen (RFC 5321, 4.5.3.1.1; RFC 1035, 2.3.4). Without lookaheads, as the document
 * shows it, and not every reader of patterns knows those; that the first part is not too long is its format, `email`.
 */
const EMAIL =
  "^([A-Za-z0-9_'+-]+[.])*[A-Za-z0-9_'+-]*[A-Za-z0-9_+-]@([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?[.])+[A-Za-z]{2,63}$";
const NOT_TOO_LONG_A_NAME = /^[^@]{1,64}@/;

export const registration = z
  .strictObject({
    email: z
      .string()
      .trim()
      .max(254, 'must have at most 254 characters')
      .meta({ format: 'email', pattern: EMAIL })
      .pipe(
        z
          .email('must be an e-mail address')
          .regex(new RegExp(EMAIL), 'must be an e-mail address')
          .regex(NOT_TOO_LONG_A_NAME, 'must have at most 64 characters before the @'),
      ),
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
