import type { Request, Response } from 'express';
import type { z } from 'zod';
import type { ErrorCode } from '../contracts/errors';
import type { ApiDependencies } from './apiDependencies';
import type { TagName } from './openapi/tags';
import type { Problem } from './problem';
import type { SessionReference } from './sessionGateway';

/**
 * Who may call an operation. SESSION is a user with a `Queue-Token` of theirs; whether that session is admitted, or
 * over, is the session's own decision. ADMIN_VIEW is for viewers and operators, ADMIN for operators alone.
 */
export type Access = 'PUBLIC' | 'USER' | 'SESSION' | 'ADMIN_VIEW' | 'ADMIN';

export interface User {
  id: string;
  email: string;
  name: string;
  status: string;
  createdAt: Date;
}

/** What is known of the caller once access has been granted. */
export interface Callers {
  PUBLIC: Record<never, never>;
  ADMIN_VIEW: Record<never, never>;
  ADMIN: Record<never, never>;
  USER: { user: User };
  SESSION: {
    user: User;
    session: SessionReference;
    /** SHA-256 of the API key, in hex. */
    keyHash: string;
  };
}

/** The client's `Idempotency-Key` and the request it stands for. */
export interface IdempotencyKey {
  /** SHA-256 of the key, in hex: the key itself is stored nowhere. */
  key: string;
  /** SHA-256 of the validated body as canonical JSON, in hex. */
  bodyHash: string;
}

export type TextType = 'text/event-stream' | 'text/plain' | 'text/html' | 'text/javascript' | 'text/css';

/** A request that passed authentication and validation. */
export interface Call<A extends Access, P, Q, B, I extends boolean> {
  caller: Callers[A];
  /** For what the call changes: it goes with it to the workers. */
  requestId: string;
  params: P;
  query: Q;
  body: B;
  idempotency: I extends true ? IdempotencyKey : null;
  /** Whether the client has the representation with this ETag already, so that 304 is the answer. */
  isFresh(etag: string): boolean;
}

export interface Reply {
  /** The operation's first success status when left out. */
  status?: number;
  /** JSON, or text where the headers name another content type; none for 204 and 304. */
  body?: unknown;
  /** Instead of a body: one that is JSON already. */
  json?: string;
  headers?: Readonly<Record<string, string>>;
  /** The answer of an earlier request with the same Idempotency-Key. */
  replayed?: boolean;
  /** A refusal that was stored; one that is new is thrown. */
  refusal?: Problem;
  /** Answers by itself instead, over time; what it throws before it sent anything is a refusal as any other. */
  stream?: (request: Request, response: Response) => Promise<void>;
}

/**
 * One call of the REST contract. Authentication, validation, idempotency keys, body limits, caching and 405 follow from
 * this table entry; the handler only does what the call is for.
 */
export interface OperationDefinition<
  A extends Access,
  P extends z.ZodType,
  Q extends z.ZodType,
  B extends z.ZodType,
  I extends boolean,
> {
  /** What clients made of the document call it: stable, unique, a verb first. */
  id: string;
  tag: TagName;
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** In the notation of Express: `/v1/concerts/:concertId`. */
  path: string;
  /** One line without a full stop. */
  summary: string;
  /** What the summary leaves open. Markdown. */
  description?: string;
  access: A;
  params?: P;
  /** The refusal for a path whose ids do not even parse; needed with `params`. */
  notFound?: ErrorCode;
  query?: Q;
  body?: B;
  /** In the notation of body-parser; 100 kB when left out. */
  bodyLimit?: string;
  /** A stricter limit of requests beside those of address and user, or no limit at all, see `RateLimits`. */
  limit?: 'join' | 'hold' | 'none';
  /** Needs an `Idempotency-Key`. */
  idempotent?: I;
  /** `Cache-Control` of a success; `no-store` when left out. */
  cacheControl?: string;
  /** Answers carry a hash of the body as their ETag. */
  etagOfBody?: boolean;
  success: readonly [number, ...number[]];
  /** What single success statuses say, where the status alone does not. */
  successes?: Readonly<Record<number, string>>;
  /** The body of a success, with an `id` in its meta. */
  answer?: z.ZodType;
  /** The content types that a success can have, where it is no JSON. */
  answerTypes?: readonly TextType[];
  /** Answers without any engine behind the API: none of them can make it fail. */
  standsAlone?: boolean;
  /** Refusals beyond those that follow from access and validation. */
  refusals?: readonly ErrorCode[];
  handle(call: Call<A, z.output<P>, z.output<Q>, z.output<B>, I>, api: ApiDependencies): Promise<Reply>;
}

export type Operation = OperationDefinition<Access, z.ZodType, z.ZodType, z.ZodType, boolean>;

/** Checks a table entry's handler against its schemas, then forgets the schemas' types, so that entries fit one list. */
export function operation<
  A extends Access,
  P extends z.ZodType = z.ZodUndefined,
  Q extends z.ZodType = z.ZodUndefined,
  B extends z.ZodType = z.ZodUndefined,
  I extends boolean = false,
>(definition: OperationDefinition<A, P, Q, B, I>): Operation {
  return definition;
}
