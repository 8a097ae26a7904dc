import { html, LOOK_AT_IT, page } from '../../docs/index.ts'
import { reaches, type Role } from '../../http/roles.ts'
import type { Result } from '../result.ts'
import { command } from './command.ts'
import { resultNote } from './result-note.ts'

export interface WhoIsIn {
  name: string | null
  role: Role
  tenant: string
  version: string
  /** How an authorization ended that led here. */
  result?: Result | undefined
}

/** What somebody who is signed in finds at /console until the console itself moves in. */
export const consolePage = ({ name, role, tenant, version, result }: WhoIsIn): string =>
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
        ${result && resultNote(result)}
      </header>
      <main>${reaches(role, 'admin') && FOR_ADMINISTRATORS} ${LOOK_AT_IT}</main>`,
  )

const ROLES: Readonly<Record<Role, string>> = {
  viewer: 'viewer',
  admin: 'admin',
  'super-admin': 'super admin',
}

const FOR_ADMINISTRATORS = html`<section aria-labelledby="connect">
    <h2 id="connect">Connect a Salesforce org</h2>
    <p>
      Until there are screens, by the <a href="/docs#createConnection">API</a>, from the terminal:
      <code>docs/CONSOLE.md</code>, which comes with the server, has it step by step.
    </p>
  </section>
  <section aria-labelledby="trust">
    <h2 id="trust">Let a Salesforce org in</h2>
    <ol class="steps">
      <li>
        In Salesforce, open Setup, Certificate and Key Management, and create a self-signed certificate named
        <code>Team_View</code> with a 2048-bit key or longer.
      </li>
      <li>
        Download it, and on this server run
        ${command('npm run trust -- --org 00D… --certificate Team_View.crt')}
      </li>
      <li>To take it back: ${command('npm run trust -- --org 00D… --key Team_View --end')}</li>
    </ol>
  </section>`
