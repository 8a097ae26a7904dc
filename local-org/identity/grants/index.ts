import type { OAuthCall, Parts } from '../parts.ts'
import type { Granted } from '../token-answer.ts'
import { authorizationCode } from './authorization-code.ts'
import { clientCredentials } from './client-credentials.ts'
import { jwtBearer } from './jwt-bearer.ts'
import { password } from './password.ts'
import { refreshToken } from './refresh-token.ts'

/** The grant types of the token endpoint. */
export const GRANTS: ReadonlyMap<string, (parts: Parts, call: OAuthCall) => Granted> = new Map([
  ['authorization_code', authorizationCode],
  ['refresh_token', refreshToken],
  ['urn:ietf:params:oauth:grant-type:jwt-bearer', jwtBearer],
  ['client_credentials', clientCredentials],
  ['password', password],
])
