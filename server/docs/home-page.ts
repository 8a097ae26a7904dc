import { html } from './html.ts'
import { LOOK_AT_IT, page } from './shell.ts'

/** What somebody finds who opens the server's bare address. */
export const homePage = (version: string): string =>
  page(
    'Team View',
    html`<header>
        <p class="eyebrow">Team View ${version}</p>
        <h1>This server is running</h1>
        <p class="lead">
          It shows a customer’s health and renewal on Salesforce record pages. Administrators sign in to its
          <a href="/console">console</a>.
        </p>
      </header>
      <main>${LOOK_AT_IT}</main>`,
  )
