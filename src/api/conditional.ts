import { hash } from 'node:crypto';

/** A weak ETag: the same content, perhaps spelled differently. */
export function weakEtag(text: string): string {
  return `W/"${hash('sha256', text, 'base64url').slice(0, 27)}"`;
}

/** A quoted tag, with what says that it is weak before it: commas may be in it, as between tags. */
const TAGS = /(?:W\/)?("[^"]*")/g;

/** Weak comparison of RFC 9110, section 13.1.2, with `*` or a list of tags; what is no tag matches nothing. */
export function matchesEtag(ifNoneMatch: string | undefined, etag: string): boolean {
  if (ifNoneMatch === undefined) return false;
  if (ifNoneMatch.trim() === '*') return true;
  const opaque = etag.replace(/^W\//, '');
  return [...ifNoneMatch.matchAll(TAGS)].some(([, tag]) => tag === opaque);
}
