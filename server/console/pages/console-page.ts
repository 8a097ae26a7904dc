import { html, page } from '../../docs/index.ts'
import type { Role } from '../../http/roles.ts'

export interface WhoIsIn {
  name: string | null
  role: Role
  tenant: string
  version: string
}

/** What somebody who is signed in finds at /console until the console itself moves in. */
export const consolePage = ({ name, role, tenant, version }: WhoIsIn): string =>
  page(
    'Team View console',
    html`<header>
        <div class="bar">
          <p class="eyebrow">Team View ${version} · ${tenant}</p>
          <form method="post" action="/console/logout" class="who">
            <span>${name ?? 'Signed in'}, <span class="role">${ROLES[role]}</span></span>
            <button type="submit" class="quiet">Log out</button>
          </form>
        </div>
        <h1>Console</h1>
        <p class="lead">
          You are signed in. The console has no screens yet: what it can do is in the
          <a href="/docs#door-console">API reference</a>.
        </p>
      </header>
      <main>
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

const ROLES: Readonly<Record<Role, string>> = {
  viewer: 'viewer',
  admin: 'admin',
  'super-admin': 'super admin',
}
