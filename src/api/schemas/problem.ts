import { z } from 'zod';
import { ERROR_CODES, type ErrorCode } from '../../contracts/errors';
import { money, time } from './fields';

const codes = Object.keys(ERROR_CODES) as [ErrorCode, ...ErrorCode[]];

/** A problem document of RFC 9457. Members that only some codes have are optional. */
export const problem = z
  .strictObject({
    type: z.string().meta({ format: 'uri-reference' }).describe('A page that explains the code'),
    title: z.string().describe('The same for every problem with this code'),
    status: z.int().describe('The HTTP status'),
    detail: z.string().describe('What to do next'),
    code: z.enum(codes).describe('Stable: what a program tells problems apart by'),
    instance: z.string().meta({ format: 'uri-reference' }).describe('The path of the request'),
    requestId: z.string().describe('As in `X-Request-Id`; tell it to the operator'),
    errors: z
      .array(
        z.strictObject({
          pointer: z
            .string()
            .describe(
              'JSON pointer to the field: `/amount` in the body, `/query/limit`, `/headers/Idempotency-Key`',
            ),
          detail: z.string().describe('What it must be'),
        }),
      )
      .optional()
      .describe('VALIDATION_FAILED: what is wrong, field by field'),
    retryAfter: z.int().optional().describe('Seconds, as in `Retry-After`'),
    pollAfterSeconds: z.int().optional().describe('NOT_ADMITTED: seconds until it is worth asking again'),
    seatIds: z
      .array(z.string())
      .optional()
      .describe('The seats that caused the refusal, where single seats did'),
    maxSeats: z.int().optional().describe('SEAT_LIMIT_EXCEEDED: seats one fan may have for the concert'),
    expiresAt: time.optional().describe('Until when the hold can be paid for, or could be'),
    requiredAmount: money.optional().describe('INSUFFICIENT_BALANCE: the price of the hold, in minor units'),
    balance: money.optional().describe('INSUFFICIENT_BALANCE: what the wallet holds, in minor units'),
    limit: z
      .enum(['address', 'user', 'join', 'hold'])
      .optional()
      .describe('RATE_LIMITED: the limit that is used up'),
    checks: z
      .record(z.string(), z.boolean())
      .optional()
      .describe('Readiness: whether each part that requests need answers'),
    missing: z.array(z.string()).optional().describe('Readiness: the parts that do not answer'),
    draining: z.boolean().optional().describe('Readiness: the process is about to stop'),
  })
  .meta({ id: 'Problem' });
