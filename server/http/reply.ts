import type { Cookie } from './cookies.ts'

const KIND = Symbol('kind of reply')

/** Sends the browser elsewhere, which asks there with GET. */
export interface Redirect {
  [KIND]: 'redirect'
  to: string
  cookies: readonly Cookie[]
}

/** An answer as the endpoint's schema has it, with cookies to set or to take away. */
export interface WithCookies<A> {
  [KIND]: 'answer'
  answer: A
  cookies: readonly Cookie[]
}

/** A text is an address of this server; another server's is a URL that the code made, never one that a caller gave. */
export function redirect(
  to: `/${string}` | URL,
  { cookies = [] }: { cookies?: readonly Cookie[] } = {},
): Redirect {
  const address = typeof to === 'string' ? to : to.href
  if (typeof to === 'string' ? !/^\/(?![/\\])[\x21-\x7e]*$/.test(to) : !/^https?:$/.test(to.protocol))
    throw new Error('a redirect goes to a path of this server, or to an http(s) URL')
  return { [KIND]: 'redirect', to: address, cookies }
}

export const withCookies = <A>(answer: A, ...cookies: Cookie[]): WithCookies<A> => ({
  [KIND]: 'answer',
  answer,
  cookies,
})

const kindOf = (handled: unknown): unknown =>
  typeof handled === 'object' && handled !== null ? (handled as { [KIND]?: unknown })[KIND] : undefined

export const isRedirect = (handled: unknown): handled is Redirect => kindOf(handled) === 'redirect'

export const hasCookies = (handled: unknown): handled is WithCookies<unknown> => kindOf(handled) === 'answer'
