import type { SObject } from '../../records/types.ts'
import { versions } from '../../rest/versions.ts'
import { normalizeId } from '../../salesforce-id.ts'
import { isActive, textOf, usernameOf } from '../directory.ts'
import type { Endpoint, OAuthCall, Parts } from '../parts.ts'
import { json } from '../replies.ts'
import { covers } from '../scopes.ts'
import { identityUrl } from '../token-answer.ts'
import type { AccessToken } from '../tokens.ts'
import { callerToken, IdentityProblem } from './identity-problem.ts'
import { apiUrls, photosOf, userTypeOf, utcOffset } from './user-facts.ts'

/** `/id/{org}/{user}`: what the `id` of a token answer leads to. */
export const identityUrlEndpoint: Endpoint = (parts, call) => {
  const token = callerToken(parts, call)
  const [, , orgId = '', userId = ''] = call.path.split('/')
  if (normalizeId(orgId) !== normalizeId(token.orgId)) throw new IdentityProblem(403, 'Wrong_Org')
  const user = parts.directory.byId(userId)
  if (!user) throw new IdentityProblem(404, 'Bad_Id')
  if (!maySee(parts, token, user)) throw new IdentityProblem(404, 'No_Access')
  if (!isActive(user)) throw new IdentityProblem(404, 'Inactive')
  return json(describe(parts, { user, orgId: token.orgId, version: versionOf(call) }))
}

/** Everybody sees themselves; others only who may use the API with this token. */
function maySee({ apiAccess }: Parts, { session }: AccessToken, user: SObject): boolean {
  return user.Id === session.userId || (covers(session.scopes, 'api') && apiAccess.allowed(session.userId))
}

function versionOf({ query }: OAuthCall): string {
  const version = query.get('version')
  if (version === null) return '{version}'
  if (version === 'latest') return versions().at(-1)?.version ?? ''
  if (!/^\d{2,3}(\.0)?$/.test(version)) throw new IdentityProblem(406, 'Invalid_Version')
  return version
}

function describe(parts: Parts, { user, orgId, version }: { user: SObject; orgId: string; version: string }) {
  const base = parts.url()
  const zone = textOf(user, 'TimeZoneSidKey')
  const id = identityUrl(parts, orgId, user.Id)
  return {
    id,
    asserted_user: true,
    user_id: user.Id,
    organization_id: orgId,
    username: usernameOf(user),
    nick_name: textOf(user, 'CommunityNickname'),
    display_name: textOf(user, 'Name'),
    email: textOf(user, 'Email'),
    email_verified: true,
    first_name: textOf(user, 'FirstName'),
    last_name: textOf(user, 'LastName'),
    timezone: zone,
    photos: photosOf(base),
    addr_street: null,
    addr_city: null,
    addr_state: null,
    addr_country: null,
    addr_zip: null,
    mobile_phone: null,
    mobile_phone_verified: false,
    is_lightning_login_user: false,
    status: { created_date: null, body: null },
    urls: apiUrls(base, user, orgId, version),
    active: true,
    user_type: userTypeOf(user),
    language: textOf(user, 'LanguageLocaleKey'),
    locale: textOf(user, 'LocaleSidKey'),
    utcOffset: utcOffset(zone, new Date(parts.now()).getUTCFullYear()),
    last_modified_date: textOf(user, 'LastModifiedDate'),
    is_app_installed: true,
  }
}
