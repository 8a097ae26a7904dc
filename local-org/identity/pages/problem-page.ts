import type { OAuthProblem } from '../oauth-problem.ts'
import type { OAuthReply } from '../parts.ts'
import { errorText } from '../replies.ts'
import { html } from './html.ts'
import { orgAlone } from './marks.ts'
import { page } from './page.ts'

/** What was asked for wrongly, and what is wrong with it. */
const UNKNOWN = ['client_id', 'No external client app of this org has this consumer key:'] as const
const REASONS: Readonly<Record<string, readonly [string, string]>> = {
  invalid_client_id: UNKNOWN,
  redirect_uri_mismatch: ['redirect_uri', 'None of the app’s callback URLs is this address, to the letter:'],
}

/** A refusal that only the user is told: nobody knows yet whether the app is who it says. */
export function problemPage(orgName: string, problem: OAuthProblem, asked: URLSearchParams): OAuthReply {
  const [name, reason] = REASONS[problem.error] ?? UNKNOWN
  return page({
    title: `OAuth error | ${orgName}`,
    status: problem.status,
    body: html`${orgAlone()}
      <h1>We can’t authorize you because of an OAuth error</h1>
      <p class="lead">${reason}</p>
      <code>${asked.get(name) || '(none)'}</code>
      <code>${errorText(problem)}</code>
      <p class="note">For more information, contact your Salesforce administrator.</p>`,
  })
}

/** A form that was not made by this org, or for another browser or login. */
export function staleFormPage(orgName: string): OAuthReply {
  return page({
    title: `Start again | ${orgName}`,
    status: 403,
    body: html`${orgAlone()}
      <h1>This page is too old</h1>
      <p class="lead">The login has changed since it was opened. Go back to the app and connect again.</p>`,
  })
}

export function loggedOutPage(orgName: string, cookies: readonly string[]): OAuthReply {
  return page({
    title: `Logged out | ${orgName}`,
    cookies,
    body: html`${orgAlone()}
      <h1>You’re logged out</h1>
      <p class="lead">
        Your session in ${orgName} has ended in this browser. Connected apps keep their access.
      </p>`,
  })
}
