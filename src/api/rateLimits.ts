import type { Request, Response } from 'express';
import { ipKeyGenerator } from 'express-rate-limit';
import type { SharedCounts } from '../queue/sharedCounts';
import { LimitWindow, type Standing } from './limitWindow';
import { Problem } from './problem';
import { recentMemory } from './recentMemory';

/** Most requests in each window; 0 is no limit. */
export interface RateLimitSettings {
  /** By one address, in a second. */
  perAddress: number;
  /** By one user, in ten seconds. */
  perUser: number;
  /** To join, by one user, in a minute. */
  joins: number;
  /** To hold, swap, let single seats go and extend, by one user, in a minute. */
  holds: number;
}

/** What is asked of an operation of the table. */
interface LimitedCall {
  method: string;
  limit?: 'join' | 'hold' | 'none';
}

/** Limits of requests. Both methods note on the response what its `RateLimit` headers say. */
export interface RateLimits {
  /** Before access is decided, so that guessing keys is limited too. @throws Problem RATE_LIMITED */
  admitAddress(operation: LimitedCall, request: Request, response: Response): void;
  /** @returns a promise only where Redis is asked. @throws Problem RATE_LIMITED */
  admitUser(operation: LimitedCall, userId: string, response: Response): Promise<void> | undefined;
}

/** How often Redis is told of those who make many requests. Milliseconds. */
const EXCHANGE_MS = 100;
/** Of an IPv6 address only this much counts: the rest is one household's own. Bits. */
const IPV6_SUBNET = 56;

interface Noted {
  policies: string;
  standings: string;
}

/**
 * @param trustProxy whether the address is the one that a proxy of ours names; otherwise it is that of the connection
 * @returns also the end of its timer
 */
export function createRateLimits(
  settings: RateLimitSettings,
  counts: SharedCounts,
  trustProxy: boolean,
): RateLimits & { stop(): void } {
  const window = (name: string, most: number, windowMs: number): LimitWindow | null =>
    most > 0 ? new LimitWindow({ name, most, windowMs }, counts) : null;
  const ofAddress = window('address', settings.perAddress, 1_000);
  const ofUser = window('user', settings.perUser, 10_000);
  const special = {
    join: window('join', settings.joins, 60_000),
    hold: window('hold', settings.holds, 60_000),
  };
  const exchanged = [ofAddress, ofUser].filter((one) => one !== null);
  const timer = setInterval(() => {
    for (const one of exchanged) void one.exchange();
  }, EXCHANGE_MS).unref();
  const subnets = recentMemory<string>(10_000);

  function addressOf(request: Request): string {
    const address = (trustProxy ? request.ip : request.socket.remoteAddress) ?? 'unknown';
    if (!address.includes(':')) return address;
    const known = subnets.get(address);
    if (known !== undefined) return known;
    const subnet = ipKeyGenerator(address, IPV6_SUBNET);
    subnets.set(address, subnet);
    return subnet;
  }

  /** Reads pass while Redis is away; writes are held to what is known here. */
  function decide(one: LimitWindow, standing: Standing, operation: LimitedCall, response: Response): void {
    const { name, most, windowMs } = one.policy;
    const seconds = Math.ceil(standing.leftMs / 1_000);
    note(
      response,
      `"${name}";q=${most};w=${windowMs / 1_000}`,
      standingOf(name, most - standing.total, seconds),
    );
    if (standing.total <= most) return;
    if (operation.method === 'GET' && !counts.available()) return;
    const whose = name === 'address' ? 'from this address' : 'of this user';
    throw new Problem('RATE_LIMITED', `Too many requests ${whose}: go on after the time in Retry-After.`, {
      retryAfter: seconds,
      limit: name,
    });
  }

  return {
    admitAddress(operation, request, response) {
      if (!ofAddress || operation.limit === 'none') return;
      decide(ofAddress, ofAddress.take(addressOf(request)), operation, response);
    },

    admitUser(operation, userId, response) {
      if (ofUser) decide(ofUser, ofUser.take(userId), operation, response);
      const { limit } = operation;
      const stricter = limit === 'join' || limit === 'hold' ? special[limit] : null;
      if (!stricter) return undefined;
      const standing = stricter.takeShared(userId);
      if (standing instanceof Promise)
        return standing.then((known) => decide(stricter, known, operation, response));
      decide(stricter, standing, operation, response);
      return undefined;
    },

    stop: () => clearInterval(timer),
  };
}

function standingOf(name: string, left: number, seconds: number): string {
  return `"${name}";r=${left > 0 ? left : 0};t=${seconds}`;
}

function note(response: Response, policy: string, standing: string): void {
  const locals = response.locals as { rateLimit?: Noted };
  const noted = locals.rateLimit;
  if (noted) {
    noted.policies += `, ${policy}`;
    noted.standings += `, ${standing}`;
  } else locals.rateLimit = { policies: policy, standings: standing };
}

/** The headers of draft-ietf-httpapi-ratelimit-headers-08 and later, names and values in turn. */
export function rateLimitHeaders(response: Response): string[] {
  const noted = (response.locals as { rateLimit?: Noted }).rateLimit;
  return noted ? ['RateLimit-Policy', noted.policies, 'RateLimit', noted.standings] : [];
}
