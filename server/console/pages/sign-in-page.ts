import { html, type Html } from '../../docs/index.ts'
import { doorPage } from './door-page.ts'
import { CLOUD, PULSE } from './marks.ts'

export interface SignInChoice {
  connectionId: string
  name: string
}

/** Why somebody sees the page, if it is not simply that they are not in. */
export type SignInReason = 'signed-out' | 'another'

/** How to get in: through an org that is connected, or, where there is none yet, by a link from the server's terminal. */
export const signInPage = (orgs: readonly SignInChoice[], reason?: SignInReason): string =>
  doorPage({
    title: 'Sign in to Team View',
    mark: PULSE,
    body: html`<h1>${reason === 'signed-out' ? 'You are signed out' : 'Sign in'}</h1>
      ${orgs.length > 0 ? byOrg(orgs, reason) : html`<p class="lead">No Salesforce org is connected yet.</p>`}
      ${byTerminal(orgs.length === 0)}`,
  })

function byOrg(orgs: readonly SignInChoice[], reason: SignInReason | undefined): Html {
  const [only, second] = orgs
  const isOne = only !== undefined && second === undefined
  return html`<p class="lead">${LEADS[reason ?? (isOne ? 'one' : 'several')]}</p>
    ${orgs.map(({ connectionId, name }) => {
      const label = isOne ? 'Log in with Salesforce' : `Log in with ${name}`
      return html`<form method="post" action="/console/login/salesforce">
        <input type="hidden" name="connection" value="${connectionId}" />
        ${reason === 'another' && html`<input type="hidden" name="as" value="another" />`}
        <button type="submit" class="main">${CLOUD}<span>${label}</span></button>
      </form>`
    })}`
}

const LEADS = {
  one: 'Use the Salesforce user you work with every day.',
  several: 'Choose your Salesforce org.',
  'signed-out': 'You may still be logged in to Salesforce in this browser.',
  another: 'Salesforce will ask for the user name and password, whoever is logged in there.',
} as const

/** Open where it is the only way. */
const byTerminal = (isOnlyWay: boolean): Html =>
  html`<details${isOnlyWay && html` open`}>
    <summary>${isOnlyWay ? 'Sign in from the terminal' : 'Locked out?'}</summary>
    <p>Whoever has the server’s terminal gets a link that works once, for an hour:</p>
    <pre><code>npm run admin-link</code></pre>
  </details>`
