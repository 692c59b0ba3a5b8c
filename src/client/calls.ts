import type { paths } from './schema';

export type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';
type PathOf<M extends Method> = {
  [P in keyof paths]: paths[P] extends Record<M, unknown> ? P : never;
}[keyof paths];
type OperationOf<P extends keyof paths, M extends Method> = paths[P] extends Record<M, infer O> ? O : never;

type Params<O> = O extends { parameters: infer P }
  ? Partial<P> extends P
    ? { params?: P }
    : { params: P }
  : { params?: never };
type Body<O> = O extends { requestBody: { content: { 'application/json': infer B } } }
  ? { body: B }
  : { body?: never };

interface Extras {
  /** For calls that take one; a new one for each call when left out. The same key again repeats no effect. */
  idempotencyKey?: string;
  signal?: AbortSignal;
}

export type Given<P extends keyof paths, M extends Method> = Params<OperationOf<P, M>> &
  Body<OperationOf<P, M>> &
  Extras;

type Content<R> = R extends { content: infer C } ? C[keyof C] : undefined;
type SuccessOf<O> = O extends { responses: infer R } ? Content<R[keyof R & (200 | 201 | 202 | 204)]> : never;

/** What a call of the API answers when it succeeds. */
export type Success<P extends keyof paths, M extends Method> = SuccessOf<OperationOf<P, M>>;

export interface Answer<T> {
  data: T;
  status: number;
  headers: Headers;
}

/** One HTTP method of the client: takes the paths that have it, and what each of them needs. */
export type Call<M extends Method> = <P extends PathOf<M>>(
  path: P,
  ...given: Partial<Given<P, M>> extends Given<P, M> ? [given?: Given<P, M>] : [given: Given<P, M>]
) => Promise<Answer<Success<P, M>>>;
