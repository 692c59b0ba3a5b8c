import { headersOf, send, type Answer, type RequestParts } from './restClient';

/** The longest answer that is shown whole, in lines. */
const MOST_LINES = 32;
const LIST_SHOWS = 2;

export interface Step extends RequestParts {
  title: string;
  method: string;
  path: string;
  /** The status that the walk expects; any other ends it. */
  expect: number;
  /** Shows the answer in another form than as JSON. */
  draw?: (body: never) => string;
}

/** Keys and tokens open doors: enough of one to recognise it. */
function shortened(header: string, value: string): string {
  if (header === 'Authorization') return `${value.slice(0, 'Bearer fan_'.length + 4)}…`;
  return header === 'Queue-Token' ? `${value.slice(0, 8)}…` : value;
}

function curlOf(apiUrl: string, { method, path, ...parts }: Step): string {
  const words = ['curl', ...(method === 'GET' ? [] : ['-X', method]), `'${apiUrl}${path}'`];
  for (const [header, value] of Object.entries(headersOf(parts)))
    words.push('\\\n      -H', `'${header}: ${shortened(header, value)}'`);
  if (parts.body !== undefined) words.push('\\\n      -d', `'${JSON.stringify(parts.body)}'`);
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

/** Sends one request and prints it with its answer. */
export function createWalk(apiUrl: string, print: (text: string) => void): <T>(step: Step) => Promise<T> {
  let number = 0;
  return async <T>(step: Step): Promise<T> => {
    number += 1;
    print(`\n${number}. ${step.title}\n\n    ${curlOf(apiUrl, step)}\n`);
    const answer: Answer<T> = await send<T>(apiUrl, step.method, step.path, step);
    const shown =
      step.draw && answer.status === step.expect ? step.draw(answer.body as never) : readable(answer.body);
    print(`    → ${answer.status} in ${answer.milliseconds.toFixed(0)} ms`);
    if (shown) print(shown.replace(/^/gm, '    '));
    if (answer.status !== step.expect) {
      throw new Error(`step ${number} was to be answered ${step.expect}, not ${answer.status}`);
    }
    return answer.body;
  };
}
