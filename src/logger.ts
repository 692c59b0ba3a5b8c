import pino, { type Logger } from 'pino';
import { errorReport } from './errorReport';

/** Structured logs to standard output. Secrets and personal data are not logged; the redaction is the second line. */
export function createLogger(name: string, level: string): Logger {
  return pino({
    name,
    level,
    base: { name },
    serializers: { err: reduced, error: reduced },
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: {
      paths: [
        '*.authorization',
        '*.apiKey',
        '*.token',
        '*.email',
        '*.password',
        '*["queue-token"]',
        '*.*.authorization',
        '*.*["queue-token"]',
        '["queue-token"]',
        'authorization',
        'password',
        'email',
        'apiKey',
        'token',
      ],
      censor: '[redacted]',
    },
  });
}

const reduced = (error: unknown): unknown => (error instanceof Error ? errorReport(error) : error);
