import { textOf, usernameOf } from '../directory.ts'
import { otherOrg } from '../other-org.ts'
import type { Endpoint } from '../parts.ts'
import { json } from '../replies.ts'
import { identityUrl } from '../token-answer.ts'
import { callerToken, IdentityProblem } from './identity-problem.ts'
import { apiUrls, photosOf, userTypeOf, utcOffset } from './user-facts.ts'

/** `/services/oauth2/userinfo`: who the token is for. */
export const userinfo: Endpoint = (parts, call) => {
  const token = callerToken(parts, call)
  const user = parts.directory.byId(token.session.userId)
  if (!user) throw new IdentityProblem(404, 'Bad_Id')
  const orgId = otherOrg(parts, call) ?? token.orgId
  const base = parts.url()
  const { picture, thumbnail } = photosOf(base)
  const zone = textOf(user, 'TimeZoneSidKey')
  return json({
    sub: identityUrl(parts, orgId, user.Id),
    user_id: user.Id,
    organization_id: orgId,
    preferred_username: usernameOf(user),
    nickname: textOf(user, 'CommunityNickname'),
    name: textOf(user, 'Name'),
    email: textOf(user, 'Email'),
    email_verified: true,
    given_name: textOf(user, 'FirstName'),
    family_name: textOf(user, 'LastName'),
    zoneinfo: zone,
    photos: { picture, thumbnail },
    profile: `${base}/${user.Id}`,
    picture,
    address: {},
    is_salesforce_integration_user: false,
    urls: apiUrls(base, user, orgId, '{version}'),
    active: true,
    user_type: userTypeOf(user),
    language: textOf(user, 'LanguageLocaleKey'),
    locale: textOf(user, 'LocaleSidKey'),
    utcOffset: utcOffset(zone, new Date(parts.now()).getUTCFullYear()),
    updated_at: textOf(user, 'LastModifiedDate').replace(/\.000\+0000$/, 'Z'),
    is_app_installed: true,
  })
}
