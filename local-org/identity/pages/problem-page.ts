import type { OAuthProblem } from '../oauth-problem.ts'
import type { OAuthReply } from '../parts.ts'
import { errorText } from '../replies.ts'
import { html } from './html.ts'
import { orgAlone } from './marks.ts'
import { page } from './page.ts'

const ADVICE: Readonly<Record<string, string>> = {
  invalid_client_id:
    'No external client app of this org has that client id. Check the consumer key in the app.',
  redirect_uri_mismatch:
    'The app asked to be called back at an address that is not among its callback URLs, to the letter.',
}

/** A refusal that only the user is told: nobody knows yet whether the app is who it says. */
export function problemPage(orgName: string, problem: OAuthProblem): OAuthReply {
  return page({
    title: `OAuth error | ${orgName}`,
    status: problem.status,
    body: html`${orgAlone()}
      <h1>We can’t authorize you because of an OAuth error</h1>
      <p class="lead">${ADVICE[problem.error] ?? 'Go back to the app and try again.'}</p>
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
