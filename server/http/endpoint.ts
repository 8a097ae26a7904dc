import type { z } from 'zod'
import type { ErrorCode } from '../errors.ts'
import { doorOf, type Callers, type Door } from './callers.ts'
import type { Cookie } from './cookies.ts'
import type { Redirect, WithCookies } from './reply.ts'
import type { Role } from './roles.ts'

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
type Fields = z.ZodObject
type Parsed<S> = S extends z.ZodType ? z.output<S> : Record<string, never>
type Answered<A> = A extends z.ZodType ? z.input<A> | WithCookies<z.input<A>> : never
type Redirected<R> = R extends string ? Redirect : never
/** Who may: asked of every endpoint of the console, and of no other. */
type Allowed<D> = D extends 'console' ? { allow: Role } : { allow?: never }

/** What a handler is given. Of the cookies it can ask by name; the session is its door's business. */
export interface Asked<D extends Door, P, Q, B> {
  caller: Callers[D]
  params: P
  query: Q
  body: B
  cookie(name: Cookie['name']): string | undefined
}

/** One thing the server does for one kind of caller. It knows no framework: Express and the fast lane both mount it. */
export interface Endpoint<D extends Door = Door, P = unknown, Q = unknown, B = unknown, A = unknown> {
  name: string
  method: Method
  path: string
  door: D
  /** The least role that may; the console's endpoints have one. */
  allow?: Role
  summary: string
  description?: string
  params?: Fields
  query?: Fields
  body?: Fields
  /** JSON unless said otherwise: a page that has no script sends a form. */
  takes?: 'json' | 'form'
  /** Without it, the endpoint only redirects. */
  answer?: z.ZodType<A>
  /** 202 when it only begins something: the answer says where to watch it. */
  status?: 202
  /** Where it may send the browser instead, in words for the documentation. */
  redirects?: string
  /** JSON unless said otherwise; text is sent as the handler gives it. */
  produces?: string
  /** Where else than here its page's forms may lead the browser in the end, as the page's policy says it. */
  formsLeadTo?: readonly string[]
  /** Error codes of its own, besides those every endpoint of its door can give. */
  errors?: readonly ErrorCode[]
  /** Where a browser without a session is sent on to, if not to the sign-in page as it is. */
  signedOut?: `/${string}`
  /** It lets people in: an address whose logins keep failing has to wait. */
  login?: true
  /** Also mounted on the plain node:http lane in front of Express: reads that every page view makes. */
  fast?: true
  handle(request: Asked<D, P, Q, B>): Promise<A> | A
}

// What is stored in lists: the handler's own types no longer matter, its schemas check them.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type AnyEndpoint = Endpoint<any, any, any, any, any>

/**
 * Ties the handler's types to the schemas, and refuses an endpoint that stands behind another door than its path says, or
 * that does not say what it answers or whom it is for.
 */
export function endpoint<
  D extends Door,
  P extends Fields | undefined,
  Q extends Fields | undefined,
  B extends Fields | undefined,
  A extends z.ZodType | undefined = undefined,
  R extends string | undefined = undefined,
>(
  definition: Omit<Endpoint<D>, 'allow' | 'params' | 'query' | 'body' | 'answer' | 'redirects' | 'handle'> &
    Allowed<D> & {
      params?: P
      query?: Q
      body?: B
      answer?: A
      redirects?: R
      handle(
        request: Asked<D, Parsed<P>, Parsed<Q>, Parsed<B>>,
      ): Promise<Answered<A> | Redirected<R>> | Answered<A> | Redirected<R>
    },
): AnyEndpoint {
  const { name, path, door, params, query, body } = definition
  if (doorOf(path) !== door) throw new Error(`${name}: ${path} does not stand behind the ${door} door`)
  if (door === 'console' && !definition.allow) throw new Error(`${name} does not say who may`)
  if (!definition.answer && definition.redirects === undefined) throw new Error(`${name} answers nothing`)
  // Once, here: what a schema does not name is refused, and making a schema strict compiles it anew.
  return {
    ...definition,
    params: params?.strict(),
    query: query?.strict(),
    body: body?.strict(),
  } as AnyEndpoint
}
