import { eventsOf } from './eventStream';
import { ProblemError, problemErrorOf } from './problemError';

/** As the API's streams ask for. Milliseconds. */
const RECONNECT_AFTER_MS = 2_000;
/** Times in a row that nothing came before the error is passed on. */
const MOST_FAILURES = 5;

/**
 * Follows an event stream beyond the end of a connection: it connects again with the id of the last event, until the
 * server has nothing more to tell (204), or until `signal`.
 * @param path as `/v1/session/events`; `open` sends the request for it
 * @throws ProblemError when the API refuses, Error when the connection failed five times in a row
 */
export async function* followEvents<T>(
  path: string,
  open: (headers: Record<string, string>) => Promise<Response>,
  signal?: AbortSignal,
): AsyncGenerator<T, void> {
  let lastId = '';
  for (let failures = 0; !signal?.aborted;) {
    const headers: Record<string, string> = { Accept: 'text/event-stream' };
    if (lastId) headers['Last-Event-ID'] = lastId;
    try {
      const response = await open(headers);
      if (response.status === 204) return;
      if (!response.ok) throw await refusalOf(path, response);
      for await (const { id, data } of eventsOf(response)) {
        [lastId, failures] = [id, 0];
        yield JSON.parse(data) as T;
      }
    } catch (error) {
      if (signal?.aborted) return;
      if (error instanceof ProblemError) throw error;
      failures += 1;
      if (failures >= MOST_FAILURES) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, RECONNECT_AFTER_MS));
  }
}

async function refusalOf(path: string, response: Response): Promise<Error> {
  const text = await response.text();
  return problemErrorOf(`GET ${path}`, response, text.startsWith('{') ? JSON.parse(text) : text);
}
