import type { z } from 'zod'
import type { ErrorCode } from '../errors.ts'
import { doorOf, type Callers, type Door } from './callers.ts'

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
type Fields = z.ZodObject
type Parsed<S> = S extends z.ZodType ? z.output<S> : Record<string, never>

/** One thing the server does for one kind of caller. It knows no framework: Express and the fast lane both mount it. */
export interface Endpoint<D extends Door = Door, P = unknown, Q = unknown, B = unknown, A = unknown> {
  name: string
  method: Method
  path: string
  door: D
  summary: string
  description?: string
  params?: Fields
  query?: Fields
  body?: Fields
  answer: z.ZodType<A>
  /** JSON unless said otherwise; text is sent as the handler gives it. */
  produces?: string
  /** Error codes of its own, besides those every endpoint of its door can give. */
  errors?: ErrorCode[]
  /** Also mounted on the plain node:http lane in front of Express: reads that every page view makes. */
  fast?: true
  handle(request: { caller: Callers[D]; params: P; query: Q; body: B }): Promise<A> | A
}

// What is stored in lists: the handler's own types no longer matter, its schemas check them.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type AnyEndpoint = Endpoint<any, any, any, any, any>

/** Ties the handler's types to the schemas, and refuses an endpoint that stands behind another door than its path says. */
export function endpoint<
  D extends Door,
  P extends Fields | undefined,
  Q extends Fields | undefined,
  B extends Fields | undefined,
  A extends z.ZodType,
>(
  definition: Omit<Endpoint<D>, 'params' | 'query' | 'body' | 'answer' | 'handle'> & {
    params?: P
    query?: Q
    body?: B
    answer: A
    handle(request: {
      caller: Callers[D]
      params: Parsed<P>
      query: Parsed<Q>
      body: Parsed<B>
    }): Promise<z.input<A>> | z.input<A>
  },
): AnyEndpoint {
  if (doorOf(definition.path) !== definition.door)
    throw new Error(
      `${definition.name}: ${definition.path} does not stand behind the ${definition.door} door`,
    )
  // Once, here: what a schema does not name is refused, and making a schema strict compiles it anew.
  const { params, query, body } = definition
  return {
    ...definition,
    params: params?.strict(),
    query: query?.strict(),
    body: body?.strict(),
  } as AnyEndpoint
}
