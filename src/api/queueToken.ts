import { createHmac, timingSafeEqual } from 'node:crypto';
import type { SessionReference } from './sessionGateway';

/**
 * A queue token is `address.signature`: the session's UUID and the concert's id, and an HMAC-SHA-256 over both and the
 * user. It names what it is for, so that checking and addressing need no look-up, and joining again yields the same one.
 * That it is useless after the session's end is not in the token: the session says so.
 */
const VERSION = 'v1';
/** 16 bytes of UUID and 1 to 19 digits; a signature of 32 bytes. */
const SHAPE = /^([A-Za-z0-9_-]{23,47})\.([A-Za-z0-9_-]{43})$/;
const CONCERT_ID = /^[1-9]\d{0,18}$/;

function sign(secret: string, { sessionId, concertId, userId }: SessionReference): string {
  return createHmac('sha256', secret)
    .update([VERSION, sessionId, concertId, userId].join('|'))
    .digest('base64url');
}

/** @param secrets the first one signs */
export function issueQueueToken(secrets: readonly string[], session: SessionReference): string {
  const [secret] = secrets;
  if (!secret) throw new Error('there is no queue token secret');
  const uuid = Buffer.from(session.sessionId.replaceAll('-', ''), 'hex');
  const address = Buffer.concat([uuid, Buffer.from(session.concertId, 'ascii')]);
  return `${address.toString('base64url')}.${sign(secret, session)}`;
}

/**
 * @param secrets any of them may have signed
 * @returns the session, or null for a token that is malformed, forged or another user's
 */
export function verifyQueueToken(
  secrets: readonly string[],
  token: string,
  userId: string,
): SessionReference | null {
  const [, encoded, signature] = SHAPE.exec(token) ?? [];
  if (encoded === undefined || signature === undefined) return null;
  const address = Buffer.from(encoded, 'base64url');
  // The last character of base64url carries bits that decoding ignores: only the canonical spelling is taken.
  if (address.toString('base64url') !== encoded) return null;
  // Not 'ascii', which drops each byte's highest bit: two spellings would name one concert.
  const hex = address.toString('hex', 0, 16);
  const sessionId = hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
  const concertId = address.toString('latin1', 16);
  if (!CONCERT_ID.test(concertId)) return null;
  const session = { sessionId, concertId, userId };
  // Signatures are compared as text, for the same reason.
  const given = Buffer.from(signature, 'ascii');
  const signedByOurs = secrets.map((secret) =>
    timingSafeEqual(given, Buffer.from(sign(secret, session), 'ascii')),
  );
  return signedByOurs.includes(true) ? session : null;
}
