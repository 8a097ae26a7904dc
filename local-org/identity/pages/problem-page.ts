import type { OAuthProblem } from '../oauth-problem.ts'
import type { OAuthReply } from '../parts.ts'
import { errorText } from '../replies.ts'
import { html, type Html } from './html.ts'
import { orgAlone } from './marks.ts'
import { page } from './page.ts'

/** A refusal that only the user is told: nobody knows yet whether the app is who it says. */
export function problemPage(orgName: string, problem: OAuthProblem, asked: URLSearchParams): OAuthReply {
  return page({
    title: `OAuth error | ${orgName}`,
    status: problem.status,
    body: html`${orgAlone()}
      <h1>We can’t authorize you because of an OAuth error</h1>
      <p class="lead">${reasonFor(problem, asked)}</p>
      <code>${errorText(problem)}</code>
      <p class="note">For more information, contact your Salesforce administrator.</p>`,
  })
}

function reasonFor({ error }: OAuthProblem, asked: URLSearchParams): Html {
  if (error === 'invalid_client_id') {
    return html`No external client app of this org has the consumer key ${given(asked, 'client_id')}.`
  }
  return html`The app asked to be called back at ${given(asked, 'redirect_uri')}. None of its callback URLs is
  that, to the letter.`
}

function given(asked: URLSearchParams, name: string): Html {
  return html`<strong>${asked.get(name) || '(none)'}</strong>`
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
