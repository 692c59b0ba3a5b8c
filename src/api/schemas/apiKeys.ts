import { z } from 'zod';
import { time, uuid } from './fields';

export const apiKeyParams = z.strictObject({ keyId: uuid });

const apiKeyFields = {
  id: z.uuid(),
  lastFour: z
    .string()
    .nullable()
    .describe(
      'Its last four characters, by which its owner knows it; null for keys from before they were kept',
    ),
  createdAt: time,
};

/** At most a handful: one page. */
export const apiKeys = z
  .strictObject({
    items: z.array(z.strictObject(apiKeyFields)),
    nextCursor: z.null(),
  })
  .meta({ id: 'ApiKeyPage' });

/** The only answer that shows a key. */
export const issuedApiKey = z
  .strictObject({ ...apiKeyFields, lastFour: z.string(), apiKey: z.string() })
  .meta({ id: 'IssuedApiKey' });

export const revokedApiKeys = z
  .strictObject({ revoked: z.int().nonnegative() })
  .meta({ id: 'RevokedApiKeys' });
