import express, { type Express, type Response } from 'express';
import { committedContract } from '../support/contract';

/** Watches every answer an app gives, and reports those that the document of the API does not foresee. */
export function watched(app: Express): { app: Express; violations: string[] } {
  const violations: string[] = [];
  const outer = express();
  outer.disable('x-powered-by');
  outer.use((request, response, next) => {
    const sent = watchedResponse(response);
    response.once('finish', () => {
      const { method, originalUrl: url } = request;
      const { statusCode: status } = response;
      const wrong = committedContract().violationOf({ method, url, status, ...sent });
      if (wrong !== null) violations.push(wrong);
    });
    next();
  });
  outer.use(app);
  return { app: outer, violations };
}

/** Whatever an answer is sent with, it comes through `writeHead` and `end`. */
function watchedResponse(response: Response): {
  body: string | undefined;
  header(name: string): string | undefined;
} {
  /** Those that `writeHead` was given: Node keeps them nowhere when no other was set before. */
  const given = new Map<string, string>();
  const sent = {
    body: undefined as string | undefined,
    header(name: string): string | undefined {
      const value = given.get(name.toLowerCase()) ?? response.getHeader(name);
      return value === undefined ? undefined : String(value);
    },
  };
  const end = response.end.bind(response) as (...args: unknown[]) => typeof response;
  response.end = (...args: unknown[]) => {
    const [body] = args;
    if (typeof body === 'string' || Buffer.isBuffer(body)) sent.body = body.toString();
    return end(...args);
  };
  const writeHead = response.writeHead.bind(response) as (...args: unknown[]) => typeof response;
  response.writeHead = (...args: unknown[]) => {
    const names = args.find(Array.isArray) as string[] | undefined;
    for (let i = 0; names && i < names.length; i += 2)
      given.set(String(names[i]).toLowerCase(), String(names[i + 1]));
    return writeHead(...args);
  };
  return sent;
}
