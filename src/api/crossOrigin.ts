import cors from 'cors';
import type { RequestHandler } from 'express';

/** Seconds for which a browser remembers what it may send. */
const REMEMBER_PREFLIGHT = 600;

/**
 * Lets pages of these origins call the API from a browser. Keys travel in headers that a page sets itself, never in cookies:
 * no credentials of the browser are allowed, and an origin gives no access that a key does not.
 * @param origins as browsers send them (`https://tickets.example`); `*` is any
 */
export function crossOrigin(origins: readonly string[]): RequestHandler {
  return cors({
    // As an array also for one: then an origin that is not allowed gets no header instead of another origin's name.
    origin: origins.includes('*') ? '*' : [...origins],
    methods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
    allowedHeaders: [
      ...['Authorization', 'Content-Type', 'Queue-Token', 'Idempotency-Key'],
      ...['If-None-Match', 'Last-Event-ID', 'X-Request-Id'],
    ],
    exposedHeaders: [
      ...['ETag', 'Retry-After', 'RateLimit', 'RateLimit-Policy'],
      ...['X-Request-Id', 'Idempotency-Replayed', 'Allow'],
    ],
    maxAge: REMEMBER_PREFLIGHT,
  });
}
