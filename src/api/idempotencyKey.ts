import type { Request } from 'express';
import { sha256 } from './apiKey';
import type { FieldError } from './problem';

/** JSON with sorted keys: two bodies that mean the same have the same text. */
export function canonicalJson(value: unknown): string {
  return (
    JSON.stringify(value, (_key, member: unknown) => {
      if (typeof member !== 'object' || member === null || Array.isArray(member)) return member;
      return Object.fromEntries(Object.entries(member).sort(([a], [b]) => (a < b ? -1 : 1)));
    }) ?? 'null'
  );
}

export function hashOf(value: unknown): string {
  return sha256(canonicalJson(value));
}

/** @returns the key's SHA-256 in hex, or what is wrong with the header */
export function readIdempotencyKey(request: Request): { key: string } | { error: FieldError } {
  const header = request.get('idempotency-key') ?? '';
  if (/^[\x20-\x7e]{1,255}$/.test(header)) return { key: sha256(header) };
  const detail =
    'must be 1 to 255 printable ASCII characters, new for each thing you want done once: a UUID is good';
  return { error: { pointer: '/headers/Idempotency-Key', detail } };
}
