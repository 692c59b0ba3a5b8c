import type { History } from '@temporalio/common/lib/proto-utils';
import { historyToJSON } from '@temporalio/common/lib/proto-utils';

/** Every text of a history as JSON, its payloads decoded. */
export function* textsOf(value: unknown, key = ''): Iterable<string> {
  if (typeof value === 'string') {
    yield key === 'data' ? Buffer.from(value, 'base64').toString() : value;
  } else if (Array.isArray(value)) {
    for (const inner of value) yield* textsOf(inner);
  } else if (typeof value === 'object' && value !== null) {
    // Workers and clients sign their events with `pid@host`.
    for (const [name, inner] of Object.entries(value)) if (name !== 'identity') yield* textsOf(inner, name);
  }
}

/** What must not be in a history, by its shape. */
const FORBIDDEN: readonly (readonly [what: string, shape: RegExp])[] = [
  ['an e-mail address', /[\w.+-]+@[\w-]+\.[a-z]{2,}/i],
  ['an API key', /\bfan_[\w-]{20}/],
  ['a queue token', /\b[\w-]{23,47}\.[\w-]{43}\b/],
  ['an authorization header', /\bBearer\s+\S/i],
];

/** @returns what a history holds that belongs to a person or is a secret; empty as it should be */
export function personalDataIn(history: History): string[] {
  const found = new Set<string>();
  for (const text of textsOf(JSON.parse(historyToJSON(history)))) {
    for (const [what, shape] of FORBIDDEN) if (shape.test(text)) found.add(what);
  }
  return [...found];
}
