import type { IncomingMessage, ServerResponse } from 'node:http';
import helmet from 'helmet';

/**
 * The headers that helmet sets, names and values in turn: they are the same for every answer, so it is asked once and not
 * each time.
 * @throws Error when helmet fails, or does not answer at once: then its headers depend on more than its options
 */
export function securityHeaders(): readonly string[] {
  const headers = new Map<string, string>();
  const response = {
    setHeader: (name: string, value: string) => headers.set(name, value),
    removeHeader: (name: string) => headers.delete(name),
  };
  let done = false;
  helmet()({} as IncomingMessage, response as unknown as ServerResponse, (error) => {
    if (error) throw error as Error;
    done = true;
  });
  if (!done) throw new Error('helmet did not set its headers at once');
  return [...headers].flat();
}
