import { createClient, ProblemError, type Answer, type ApiClient, type Credentials } from '../src/client';

/** The longest answer that is shown whole, in lines. */
const MOST_LINES = 32;
const LIST_SHOWS = 2;

export interface Step<T> {
  title: string;
  /** Who asks. */
  as?: Credentials;
  call: (client: ApiClient) => Promise<Answer<T>>;
  /** The status that the walk expects; any other ends it. */
  expect: number;
  /** Shows the answer in another form than as JSON. */
  draw?: (answer: T) => string;
}

/** In the order in which people write them; what a library adds besides is not shown. */
const SHOWN_HEADERS = ['Authorization', 'Queue-Token', 'Idempotency-Key', 'Content-Type'];

/** Keys and tokens open doors: enough of one to recognise it. */
function shortened(header: string, value: string): string {
  if (header === 'Authorization') return `${value.slice(0, 'Bearer fan_'.length + 4)}…`;
  return header === 'Queue-Token' ? `${value.slice(0, 8)}…` : value;
}

async function curlOf(request: Request): Promise<string> {
  const { method, url, headers } = request;
  const words = ['curl', ...(method === 'GET' ? [] : ['-X', method]), `'${url}'`];
  for (const header of SHOWN_HEADERS) {
    const value = headers.get(header);
    if (value !== null) words.push('\\\n      -H', `'${header}: ${shortened(header, value)}'`);
  }
  const body = await request.clone().text();
  if (body) words.push('\\\n      -d', `'${body}'`);
  return words.join(' ');
}

/** JSON with long lists and the secrets in it cut short. */
function readable(body: unknown): string {
  const short = JSON.stringify(
    body,
    (name, value: unknown) => {
      if (name === 'apiKey' || name === 'token') return `${String(value).slice(0, 8)}…`;
      if (!Array.isArray(value) || value.length <= LIST_SHOWS) return value;
      return [...(value as unknown[]).slice(0, LIST_SHOWS), `… ${value.length - LIST_SHOWS} more`];
    },
    2,
  );
  const lines = (short ?? '').split('\n');
  return lines.length > MOST_LINES ? [...lines.slice(0, MOST_LINES), '…'].join('\n') : lines.join('\n');
}

/** Makes calls and prints the request and the answer of each. */
export function createWalk(apiUrl: string, print: (text: string) => void): <T>(step: Step<T>) => Promise<T> {
  let number = 0;
  return async <T>({ title, as = {}, call, expect, draw }: Step<T>): Promise<T> => {
    number += 1;
    print(`\n${number}. ${title}\n`);
    const client = createClient({
      ...{ baseUrl: apiUrl, ...as },
      async fetch(request, init) {
        print(`    ${await curlOf(request)}\n`);
        const started = performance.now();
        const response = await fetch(request, init);
        const text = await response.clone().text();
        print(`    → ${response.status} in ${(performance.now() - started).toFixed(0)} ms`);
        const isDrawn = draw !== undefined && response.ok;
        if (text && !isDrawn) print(readable(JSON.parse(text)).replace(/^/gm, '    '));
        return response;
      },
    });
    const answer = await call(client).catch((error: unknown) => {
      if (error instanceof ProblemError) return { status: error.status, data: undefined as T };
      throw error;
    });
    if (answer.status !== expect)
      throw new Error(`step ${number} was to be answered ${expect}, not ${answer.status}`);
    if (draw) print(draw(answer.data).replace(/^/gm, '    '));
    return answer.data;
  };
}
