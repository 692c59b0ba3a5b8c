const DESCRIPTION = `A fan joins the line of a concert, is admitted, holds seats for some minutes, pays from a prepaid wallet, and owns them.

**Refusals** are problem documents (RFC 9457) with a stable \`code\`; their \`type\` is a page under [/problems](/problems) that explains the code and the way out. \`errors\` names wrong fields by JSON pointers. Fields that are not known are refused, in bodies and in queries.

**Retries.** GET, PUT, PATCH and DELETE can be repeated. A POST that must happen once needs an \`Idempotency-Key\`: repeated with the same key and the same body it gets the first answer again, with \`Idempotency-Replayed: true\`. After 429 and 503 wait for \`Retry-After\` seconds.

**Methods.** A path answers 405 \`METHOD_NOT_ALLOWED\`, with \`Allow\`, to methods that are not listed here; HEAD is answered wherever GET is.

**Sizes.** A body may have 100 kB, that of a new venue 5 MB. Lists come in pages: \`nextCursor\` of an answer is the \`cursor\` of the next page.

**Numbers and times.** Money is in minor units of the currency, whole numbers. Durations are seconds. Times are RFC 3339, in answers always UTC. Ids are opaque texts.`;

/** What the document says of the API as a whole. */
export const ABOUT = {
  info: {
    title: 'Concert sessions',
    version: '1.0.0',
    summary: 'Concert reservations in which each visit is one durable session',
    description: DESCRIPTION,
    license: { name: 'All rights reserved', identifier: 'LicenseRef-UNLICENSED' },
  },
} as const;
