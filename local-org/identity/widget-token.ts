import { randomUUID } from 'node:crypto'
import jwt from 'jsonwebtoken'
import type { OrgKey } from './key.ts'

export interface WidgetTokenOptions {
  orgId: string
  userId: string
  /** The backend the token is for. */
  audience: string
  privateKey: OrgKey['privateKey']
  keyId: string
  /** Milliseconds since 1970. */
  now: number
  validForSeconds?: number
}

/** What the package's Apex signs with the org's certificate: who asks, from which org, for how long. */
export function signWidgetToken(options: WidgetTokenOptions): string {
  const { orgId, userId, audience, privateKey, keyId, now, validForSeconds = 300 } = options
  const issuedAt = Math.floor(now / 1000)
  const claims = {
    iss: orgId,
    sub: userId,
    aud: audience,
    iat: issuedAt,
    exp: issuedAt + validForSeconds,
    jti: randomUUID(),
  }
  return jwt.sign(claims, privateKey, { algorithm: 'RS256', keyid: keyId })
}
