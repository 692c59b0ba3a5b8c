import express, { type Request, type RequestHandler, type Response } from 'express';
import { Problem } from './problem';

const DEFAULT_LIMIT = '100kb';

function hasBody(request: Request): boolean {
  return (
    request.headers['transfer-encoding'] !== undefined || Number(request.headers['content-length'] ?? 0) > 0
  );
}

/**
 * Reads a JSON body, only after access was granted: nobody unknown makes us read 5 MB.
 * @returns a function that gives the parsed body, undefined when there is none
 * @throws what body-parser throws; Problem VALIDATION_FAILED for another content type
 */
export function bodyReader(
  limit = DEFAULT_LIMIT,
): (request: Request, response: Response) => Promise<unknown> {
  const parse: RequestHandler = express.json({ limit });
  return async (request, response) => {
    if (!hasBody(request)) return undefined;
    if (!request.is('application/json')) {
      throw new Problem(
        'VALIDATION_FAILED',
        'Send the body as JSON, with `Content-Type: application/json`.',
        {
          errors: [{ pointer: '/headers/Content-Type', detail: 'must be application/json' }],
        },
      );
    }
    await new Promise<void>((resolve, reject) => {
      // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- passed on as the parser gave it
      parse(request, response, (error?: unknown) => (error === undefined ? resolve() : reject(error)));
    });
    return request.body as unknown;
  };
}
