import fc from 'fast-check';
import { uuidv7 } from 'uuidv7';
import { issueQueueToken, verifyQueueToken } from '../../src/api/queueToken';

const SECRET = 'the-present-secret-of-32-characters';
const OLD_SECRET = 'the-former-secret-of-32-characters!';
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.=+/ ';

const sessions = fc.record({
  sessionId: fc.uuid(),
  concertId: fc.bigInt({ min: 1n, max: 9_223_372_036_854_775_807n }).map(String),
  userId: fc.uuid(),
});

describe('a queue token', () => {
  const session = { sessionId: uuidv7(), concertId: '42', userId: uuidv7() };

  test('names its session and concert, and is the same each time', () => {
    fc.assert(
      fc.property(sessions, (any) => {
        const token = issueQueueToken([SECRET], any);
        expect(token).toBe(issueQueueToken([SECRET], any));
        expect(verifyQueueToken([SECRET], token, any.userId)).toEqual(any);
      }),
    );
  });

  test('is refused for another user', () => {
    expect(verifyQueueToken([SECRET], issueQueueToken([SECRET], session), uuidv7())).toBeNull();
  });

  test('is refused with any one character changed', () => {
    fc.assert(
      fc.property(sessions, fc.nat(), fc.constantFrom(...ALPHABET), (any, where, character) => {
        const token = issueQueueToken([SECRET], any);
        const at = where % token.length;
        fc.pre(token[at] !== character);
        const tampered = token.slice(0, at) + character + token.slice(at + 1);
        expect(verifyQueueToken([SECRET], tampered, any.userId)).toBeNull();
      }),
      { numRuns: 2_000 },
    );
  });

  test('is refused with its last character spelled another way, whatever base64url ignores', () => {
    for (const concertId of ['1', '42', '777']) {
      const token = issueQueueToken([SECRET], { ...session, concertId });
      const [address = '', signature = ''] = token.split('.');
      for (const character of ALPHABET.slice(0, 64)) {
        const tampered = [
          `${address.slice(0, -1)}${character}.${signature}`,
          `${token.slice(0, -1)}${character}`,
        ];
        for (const other of tampered.filter((text) => text !== token)) {
          expect(verifyQueueToken([SECRET], other, session.userId)).toBeNull();
        }
      }
    }
  });

  test('is refused when it is not one at all', () => {
    fc.assert(fc.property(fc.string(), (text) => verifyQueueToken([SECRET], text, session.userId) === null));
    const token = issueQueueToken([SECRET], session);
    for (const text of [
      token + token,
      token.slice(0, -1),
      `${token}A`,
      token.replace('.', ''),
      ` ${token}`,
    ]) {
      expect(verifyQueueToken([SECRET], text, session.userId)).toBeNull();
    }
  });

  test('is valid as long as the secret that signed it is listed, and new ones are signed with the first', () => {
    const old = issueQueueToken([OLD_SECRET], session);
    expect(verifyQueueToken([SECRET, OLD_SECRET], old, session.userId)).toEqual(session);
    expect(verifyQueueToken([SECRET], old, session.userId)).toBeNull();
    expect(issueQueueToken([SECRET, OLD_SECRET], session)).toBe(issueQueueToken([SECRET], session));
  });
});
