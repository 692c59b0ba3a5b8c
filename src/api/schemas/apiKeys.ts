import { z } from 'zod';
import { time, uuid } from './fields';

export const apiKeyParams = z.strictObject({ keyId: uuid });

const apiKeyFields = {
  id: z.uuid(),
  /** The last four characters, by which its owner knows it; null for keys from before they were kept. */
  lastFour: z.string().nullable(),
  createdAt: time,
};

/** At most a handful: one page. */
export const apiKeys = z.strictObject({
  items: z.array(z.strictObject(apiKeyFields)),
  nextCursor: z.null(),
});

/** The only answer that shows a key. */
export const issuedApiKey = z.strictObject({ ...apiKeyFields, lastFour: z.string(), apiKey: z.string() });

export const revokedApiKeys = z.strictObject({ revoked: z.int().nonnegative() });
