import { ServerResponse } from 'node:http'
import { watch } from './watch.ts'

/** Only this server's answers: the local org hands tokens out for a living. */
const OURS = /^strict-transport-security: max-age=31536000; includeSubDomains\r$/im

/** The only places a secret belongs: each is taken out before the rest is looked at. */
const BELONGS: readonly RegExp[] = [
  // The session, to the browser that just began it.
  /^set-cookie: __Host-team-view[\w-]*=[\w-]{43};/gim,
  // On the way to Salesforce's login page: what must come back from there.
  /(?<=\/services\/oauth2\/authorize\?[^\s"]*\b(?:state|nonce)=)[\w-]{43}/g,
  // The link from the terminal, into the form that uses it up.
  /(?<=<input type="hidden" name="token" value=")[\w-]{43}(?=")/g,
]

export const withoutWhatBelongs = (answer: string): string =>
  BELONGS.reduce((text, place) => text.replaceAll(place, ''), answer)

const textOf = (chunk: unknown): string =>
  typeof chunk === 'string' ? chunk : chunk instanceof Uint8Array ? Buffer.from(chunk).toString() : ''

type Write = (...parts: unknown[]) => unknown

/** Looks at every answer that this process gives, headers and body, as it is given. */
export function watchAnswers(): void {
  const bodies = new WeakMap<ServerResponse, string>()
  const wrap = (name: 'write' | 'end', after: (response: ServerResponse) => void) => {
    const original = ServerResponse.prototype[name] as Write
    const wrapped = function (this: ServerResponse, ...parts: unknown[]): unknown {
      bodies.set(this, (bodies.get(this) ?? '') + textOf(parts[0]))
      const result = original.apply(this, parts)
      after(this)
      return result
    }
    ServerResponse.prototype[name] = wrapped as never
  }
  wrap('write', () => undefined)
  wrap('end', (response) => {
    // As it went over the wire; getHeaders() does not know what writeHead() was given.
    const head = (response as unknown as { _header: string | null })._header ?? ''
    if (!OURS.test(head)) return
    const { method = '', url = '' } = response.req
    watch(
      withoutWhatBelongs(`${head}${bodies.get(response) ?? ''}`),
      () => `the answer ${response.statusCode} to ${method} ${url.split('?')[0]}`,
    )
  })
}
