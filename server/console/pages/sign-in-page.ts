import { html, type Html } from '../../docs/index.ts'
import type { Result } from '../result.ts'
import { command } from './command.ts'
import { doorPage } from './door-page.ts'
import { CLOUD, PULSE } from './marks.ts'
import { resultNote } from './result-note.ts'

export interface SignInChoice {
  connectionId: string
  name: string
}

/** Why somebody sees the page, if it is not simply that they are not in. */
export type SignInReason = 'signed-out' | 'another'

export interface SignIn {
  orgs: readonly SignInChoice[]
  reason?: SignInReason | undefined
  /** How an authorization ended whose session has ended meanwhile. */
  result?: Result | undefined
  /** What to run for a link, here. */
  adminLink: string
}

/** How to get in: through an org that is connected, or, where there is none yet, by a link from the server's terminal. */
export const signInPage = ({ orgs, reason, result, adminLink }: SignIn): string =>
  doorPage({
    title: 'Sign in to Team View',
    mark: PULSE,
    body: html`<h1>${reason === 'signed-out' ? 'You are signed out' : 'Sign in'}</h1>
      ${result && resultNote(result)}
      ${orgs.length > 0 ? byOrg(orgs, reason) : html`<p class="lead">No Salesforce org is connected yet.</p>`}
      ${byTerminal(adminLink, orgs.length === 0)}`,
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
    })}
    ${
      reason === 'signed-out' &&
      html`<p class="ways"><a class="button" href="/console/login/another">Log in as somebody else</a></p>`
    }`
}

const LEADS = {
  one: 'Use the Salesforce user you work with every day.',
  several: 'Choose your Salesforce org.',
  'signed-out': 'You may still be logged in to Salesforce in this browser.',
  another: 'Salesforce will ask for the user name and password, whoever is logged in there.',
} as const

/** Open where it is the only way. */
const byTerminal = (adminLink: string, isOnlyWay: boolean): Html =>
  html`<details${isOnlyWay && html` open`}>
    <summary>${isOnlyWay ? 'Sign in from the terminal' : 'Locked out?'}</summary>
    <p>Whoever has the server’s terminal gets a link that works once, for an hour:</p>
    ${command(adminLink)}
  </details>`
