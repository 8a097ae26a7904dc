import { bearerOf, liveToken } from '../bearer.ts'
import { field } from '../client.ts'
import type { OAuthCall, Parts } from '../parts.ts'
import type { AccessToken } from '../tokens.ts'

/** What the identity service says instead of a person: a word, as text. */
export class IdentityProblem extends Error {
  override readonly name = 'IdentityProblem'
  readonly status: number

  constructor(status: number, word: string) {
    super(word)
    this.status = status
  }
}

/** The token of the caller, in the header or, as jsforce sends it, in the address. */
export function callerToken(parts: Parts, call: OAuthCall): AccessToken {
  const text =
    bearerOf(call.header('authorization')) ?? field(call, 'oauth_token') ?? field(call, 'access_token')
  if (!text) throw new IdentityProblem(403, 'Missing_OAuth_Token')
  const token = liveToken(parts, text)
  if (!token) throw new IdentityProblem(403, 'Bad_OAuth_Token')
  return token
}
