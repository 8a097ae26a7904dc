import { html } from './html.ts'
import { page } from './page.ts'

/** What an administrator finds at /console until the console itself moves in: how to sign in, let an org in, and look. */
export function consolePage(version: string): string {
  return page(
    'Team View console',
    html`<header>
        <p class="eyebrow">Team View ${version}</p>
        <h1>Console</h1>
        <p class="lead">
          This server is running. Its console has no screens yet: what it can do is in the
          <a href="/docs#door-console">API reference</a>, and what it shows is learned from the sync, which a
          later version brings; until then the demo shows what it will look like.
        </p>
      </header>
      <main>
        <section aria-labelledby="sign-in">
          <h2 id="sign-in">Sign in</h2>
          <p>
            While there is no super admin, the server prints a link when it starts; it works once, for an
            hour. For another one, on this server run
          </p>
          <pre><code>npm run admin-link</code></pre>
        </section>
        <section aria-labelledby="trust">
          <h2 id="trust">Let a Salesforce org in</h2>
          <ol class="steps">
            <li>
              In Salesforce, open Setup, Certificate and Key Management, and create a self-signed certificate
              named <code>Team_View</code> with a 2048-bit key or longer.
            </li>
            <li>
              Download it, and on this server run
              <pre><code>npm run trust -- --org 00D… --certificate Team_View.crt</code></pre>
            </li>
            <li>
              To take it back:
              <pre><code>npm run trust -- --org 00D… --key Team_View --end</code></pre>
            </li>
          </ol>
        </section>
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
}
