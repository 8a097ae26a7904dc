import {
  answerAddress,
  readAuthorizeRequest,
  RedirectProblem,
  refusalAddress,
  type AuthorizeRequest,
} from '../authorize-request.ts'
import { BROWSER_COOKIE, SESSION_COOKIE, setCookie } from '../cookies.ts'
import { isActive, textOf, usernameOf } from '../directory.ts'
import { OAuthProblem } from '../oauth-problem.ts'
import { allowPage } from '../pages/allow-page.ts'
import { loginPage } from '../pages/login-page.ts'
import { problemPage, staleFormPage } from '../pages/problem-page.ts'
import type { Endpoint, OAuthCall, OAuthReply, Parts } from '../parts.ts'
import { redirect } from '../replies.ts'
import { meaningsOf } from '../scopes.ts'
import { randomText, sameSecret, signed } from '../secrets.ts'
import type { SObject } from '../../records/types.ts'
import type { LoginFailure } from '../types.ts'

/** `/services/oauth2/authorize`: login, then Allow, then back to the app with a code. */
export const authorize: Endpoint = (parts, call) => {
  try {
    const request = readAuthorizeRequest(parts, call.query)
    return call.method === 'POST' ? submitted(parts, call, request) : opened(parts, call, request)
  } catch (problem) {
    if (problem instanceof RedirectProblem) return redirect(problem.address)
    if (problem instanceof OAuthProblem) return problemPage(parts.orgName, problem, call.query)
    throw problem
  }
}

/** What those pages come to when the user logs in and allows what is asked. */
export function allowed(parts: Parts, authorizeUrl: string, user: SObject): string {
  const request = readAuthorizeRequest(parts, new URL(authorizeUrl).searchParams)
  parts.approvals.remember(user.Id, request.app.clientId, request.scopes)
  return backWithCode(parts, request, user)
}

function opened(parts: Parts, call: OAuthCall, request: AuthorizeRequest): OAuthReply {
  const user = loggedIn(parts, call)
  const { prompts } = request
  if (!user || prompts.has('login') || prompts.has('select_account')) return askLogin(parts, call, request)
  if (prompts.has('consent') || !isApproved(parts, request, user))
    return askAllow(parts, call, { request, user })
  return finish(parts, request, user)
}

function submitted(parts: Parts, call: OAuthCall, request: AuthorizeRequest): OAuthReply {
  const step = call.form.get('step')
  const browser = call.cookie(step === 'login' ? BROWSER_COOKIE : SESSION_COOKIE)
  if (!browser || !sameSecret(call.form.get('token') ?? '', formToken(parts, call, browser))) {
    return staleFormPage(parts.orgName)
  }
  if (step === 'login') return logIn(parts, call, request)
  const user = loggedIn(parts, call)
  if (!user) return askLogin(parts, call, request)
  if (call.form.get('decision') !== 'allow') {
    const denied = new OAuthProblem('access_denied', 'end-user denied authorization')
    return redirect(refusalAddress(request, denied))
  }
  parts.approvals.remember(user.Id, request.app.clientId, request.scopes)
  return finish(parts, request, user)
}

function logIn(parts: Parts, call: OAuthCall, request: AuthorizeRequest): OAuthReply {
  const username = call.form.get('username') ?? ''
  const checked = parts.passwords.check(username, call.form.get('pw') ?? '')
  if ('failure' in checked) return askLogin(parts, call, request, { username, failure: checked.failure })
  parts.browsers.stop(call.cookie(SESSION_COOKIE))
  const sid = parts.browsers.start(checked.user.Id)
  // The login that the app insisted on is done; asked again, it would be asked for ever.
  return redirect(`${call.path}?${withoutLoginPrompt(call.query)}`, [setCookie(SESSION_COOKIE, sid)])
}

function withoutLoginPrompt(query: URLSearchParams): string {
  const rest = new URLSearchParams(query)
  const prompts = (query.get('prompt') ?? '').split(/\s+/)
  const kept = prompts.filter((prompt) => prompt === 'consent')
  rest.delete('prompt')
  if (kept.length > 0) rest.set('prompt', kept.join(' '))
  return rest.toString()
}

function askLogin(
  parts: Parts,
  call: OAuthCall,
  { app, redirectUri, loginHint }: AuthorizeRequest,
  tried?: { username: string; failure: LoginFailure },
): OAuthReply {
  const known = call.cookie(BROWSER_COOKIE)
  const browser = known ?? randomText(32)
  return loginPage({
    orgName: parts.orgName,
    app: { name: app.name, redirectUri },
    username: tried?.username ?? loginHint,
    formToken: formToken(parts, call, browser),
    cookies: known ? [] : [setCookie(BROWSER_COOKIE, browser)],
    ...(tried && { failure: tried.failure }),
  })
}

function askAllow(
  parts: Parts,
  call: OAuthCall,
  { request, user }: { request: AuthorizeRequest; user: SObject },
): OAuthReply {
  const { app, redirectUri, scopes } = request
  const back = new URLSearchParams({ retUrl: `${call.path}${call.search}` })
  return allowPage({
    orgName: parts.orgName,
    app: { name: app.name, redirectUri },
    person: { name: textOf(user, 'Name'), username: usernameOf(user) },
    rights: meaningsOf(scopes),
    formToken: formToken(parts, call, call.cookie(SESSION_COOKIE) ?? ''),
    switchUser: `/secur/logout.jsp?${back.toString()}`,
  })
}

const finish = (parts: Parts, request: AuthorizeRequest, user: SObject): OAuthReply =>
  redirect(backWithCode(parts, request, user))

function backWithCode({ codes }: Parts, request: AuthorizeRequest, user: SObject): string {
  const { app, redirectUri, scopes, challenge, nonce } = request
  const code = codes.issue({ clientId: app.clientId, userId: user.Id, redirectUri, scopes, challenge, nonce })
  return answerAddress(request, { code })
}

function loggedIn({ browsers, directory }: Parts, call: OAuthCall): SObject | undefined {
  const user = directory.byId(browsers.userOf(call.cookie(SESSION_COOKIE)) ?? '')
  return isActive(user) ? user : undefined
}

function isApproved({ approvals }: Parts, { app, scopes }: AuthorizeRequest, user: SObject): boolean {
  return app.preauthorized === true || approvals.covers(user.Id, app.clientId, scopes)
}

/** Only a page that this org gave to this browser, for this very request, holds it. */
function formToken({ formSecret }: Parts, { search }: OAuthCall, browser: string): string {
  return signed(formSecret, `${browser} ${search}`).toString('base64url')
}
