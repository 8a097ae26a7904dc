import type { Endpoint } from '../parts.ts'
import { json } from '../replies.ts'
import { SCOPES } from '../scopes.ts'

const PUBLIC = { 'cache-control': 'public, max-age=300', 'content-type': 'application/json;charset=UTF-8' }

/** `/.well-known/openid-configuration`: what this org really offers. */
export const openidConfiguration: Endpoint = ({ url }) => {
  const base = url()
  return {
    ...json({
      issuer: base,
      authorization_endpoint: `${base}/services/oauth2/authorize`,
      token_endpoint: `${base}/services/oauth2/token`,
      revocation_endpoint: `${base}/services/oauth2/revoke`,
      userinfo_endpoint: `${base}/services/oauth2/userinfo`,
      jwks_uri: `${base}/id/keys`,
      introspection_endpoint: `${base}/services/oauth2/introspect`,
      end_session_endpoint: `${base}/secur/logout.jsp`,
      scopes_supported: SCOPES,
      response_types_supported: ['code'],
      subject_types_supported: ['public'],
      id_token_signing_alg_values_supported: ['RS256'],
      code_challenge_methods_supported: ['S256'],
      display_values_supported: ['page'],
      token_endpoint_auth_methods_supported: ['client_secret_post', 'client_secret_basic', 'private_key_jwt'],
    }),
    headers: PUBLIC,
  }
}

/** `/id/keys`: what checks the id tokens. */
export const keys: Endpoint = ({ signingKey }) => {
  const { kty, n, e } = signingKey.publicKey.export({ format: 'jwk' })
  return {
    ...json({ keys: [{ kid: signingKey.keyId, kty, alg: 'RS256', use: 'sig', n, e }] }),
    headers: PUBLIC,
  }
}
