import { clearCookie, SESSION_COOKIE } from '../cookies.ts'
import { loggedOutPage } from '../pages/problem-page.ts'
import type { Endpoint } from '../parts.ts'
import { redirect } from '../replies.ts'

/** `/secur/logout.jsp`: this browser's session ends; what apps were given stays. */
export const logout: Endpoint = ({ browsers, orgName }, call) => {
  browsers.stop(call.cookie(SESSION_COOKIE))
  const cookies = [clearCookie(SESSION_COOKIE)]
  const back = call.query.get('retUrl') ?? ''
  // Only to the login of this org: a logout must lead to nobody else's page.
  return /^\/services\/oauth2\/authorize\?[^\s\\]*$/.test(back)
    ? redirect(back, cookies)
    : loggedOutPage(orgName, cookies)
}
