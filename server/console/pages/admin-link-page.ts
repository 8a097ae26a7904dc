import { html } from '../../docs/index.ts'
import { ADMINISTRATOR } from '../user-store.ts'
import { doorPage } from './door-page.ts'
import { KEY } from './marks.ts'

/** The same for a link that works and one that does not: only using it tells, and only once. */
export const adminLinkPage = (token: string): string =>
  doorPage({
    title: 'Sign in to the Team View console',
    mark: KEY,
    body: html`<h1>Sign in as ${ADMINISTRATOR.name}</h1>
      <p class="lead">This link comes from the terminal of the server. It works once, and for an hour.</p>
      <form method="post" action="/console/first-admin">
        <input type="hidden" name="token" value="${token}" />
        <button type="submit" class="main">Sign in as ${ADMINISTRATOR.name}</button>
      </form>
      <p class="note">
        You become the user <strong>${ADMINISTRATOR.name}</strong>, a super admin with a
        ${ADMINISTRATOR.licence} licence, who is made if there is none yet.
      </p>`,
  })
