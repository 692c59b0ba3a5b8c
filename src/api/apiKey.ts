import { hash, randomBytes, timingSafeEqual } from 'node:crypto';

export function sha256(text: string): string {
  return hash('sha256', text, 'hex');
}

/** A user's API key: 256 random bits. Only its hash is stored, and since it cannot be guessed a plain hash is enough. */
export function newApiKey(): { apiKey: string; apiKeyHash: string; apiKeyLastFour: string } {
  const apiKey = `fan_${randomBytes(32).toString('base64url')}`;
  return { apiKey, apiKeyHash: sha256(apiKey), apiKeyLastFour: apiKey.slice(-4) };
}

/** Whether the text can be a user's API key at all; what cannot is not worth a look-up. */
export function looksLikeApiKey(text: string): boolean {
  return /^fan_[A-Za-z0-9_-]{43}$/.test(text);
}

/** Compares in a time that tells nothing of the content: hashes have one length. */
export function sameSecret(hashA: string, hashB: string): boolean {
  return timingSafeEqual(Buffer.from(hashA, 'hex'), Buffer.from(hashB, 'hex'));
}
