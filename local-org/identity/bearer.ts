import { isActive } from './directory.ts'
import type { Parts } from './parts.ts'
import type { AccessToken } from './tokens.ts'

/** The token in an Authorization header, which Salesforce takes under either name. */
export function bearerOf(authorization: string | undefined): string | undefined {
  return /^(?:Bearer|OAuth) +(\S+) *$/i.exec(authorization ?? '')?.[1]
}

/** A token that is good, of a user who still is. */
export function liveToken({ tokens, directory }: Parts, text: string): AccessToken | undefined {
  const token = tokens.access(text)
  return token && isActive(directory.byId(token.session.userId)) ? token : undefined
}
