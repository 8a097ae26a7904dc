import { html } from './html.ts'
import { page } from './shell.ts'

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
      <main>
        <section aria-labelledby="look">
          <h2 id="look">Look at it</h2>
          <ul>
            <li>
              <a href="/docs">API reference</a>, and the same as <a href="/openapi.json">OpenAPI 3.1</a>
            </li>
            <li><a href="/readyz">Is it ready?</a> and <a href="/metrics">its figures</a> for Prometheus</li>
          </ul>
        </section>
      </main>`,
  )
