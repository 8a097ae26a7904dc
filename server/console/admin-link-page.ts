import { html, page } from '../docs/index.ts'
import { ADMINISTRATOR } from './user-store.ts'

/** The same for a link that works and one that does not: only using it tells, and only once. */
export const adminLinkPage = (token: string): string =>
  page(
    'Sign in to the Team View console',
    html`<header>
        <p class="eyebrow">Team View console</p>
        <h1>Sign in as ${ADMINISTRATOR.name}</h1>
        <p class="lead">
          This link comes from the terminal of the server. It works once, and for an hour. It signs you in as
          the user <strong>${ADMINISTRATOR.name}</strong>, a super admin with a ${ADMINISTRATOR.licence}
          licence, who is made if there is none yet.
        </p>
      </header>
      <main>
        <form method="post" action="/console/first-admin">
          <input type="hidden" name="token" value="${token}" />
          <button type="submit">Sign in as ${ADMINISTRATOR.name}</button>
        </form>
      </main>`,
  )
