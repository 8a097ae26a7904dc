import type { App } from './identity/index.ts'
import type { OrgKey } from './identity/key.ts'
import { headlineOf } from './pages/examples.ts'
import type { OrgServer } from './server.ts'

export interface Addresses {
  url: string
  pubsub: string
}

/** Who can log in, one for each thing worth trying. */
function people({ administrator, business, identity }: OrgServer) {
  const { csm, seller, agent } = business.viewers
  const active = identity.credentials().filter(({ isActive }) => isActive)
  const withoutApi = active.find(({ userId }) => !identity.hasApiAccess(userId))?.userId
  return [administrator, csm, seller, agent, withoutApi].flatMap((id) => {
    const found = active.find(({ userId }) => userId === id)
    const user = found && business.users.byId(found.userId)
    return user ? [{ ...found, name: user.Name, title: user.Title }] : []
  })
}

function firstApp({ identity }: OrgServer): App | undefined {
  return identity.apps().find(({ clientSecret }) => clientSecret !== undefined)
}

/** What a program needs to use the org: one line of JSON. */
export function readyLine(org: OrgServer, { url, pubsub }: Addresses, key: OrgKey): string {
  const app = firstApp(org)
  return JSON.stringify({
    url,
    pubsub,
    orgId: org.orgId,
    users: people(org).map(({ userId, username, password, name, title }) => {
      const accessToken = org.identity.accessTokenFor(userId)
      const apiAccess = org.identity.hasApiAccess(userId)
      return { userId, username, password, accessToken, name, title, apiAccess }
    }),
    app: app && { clientId: app.clientId, clientSecret: app.clientSecret, redirectUri: app.redirectUris[0] },
    certificate: org.events.certificate,
    headline: headlineOf(org.business),
    publicKey: key.publicKeyPem,
  })
}

type Row = readonly string[]

/** What a person needs to use the org. */
export function welcome(org: OrgServer, { url, pubsub }: Addresses): string {
  const { orgId, business, identity, administrator } = org
  const users = people(org).map(({ userId, username, password, title }): Row => {
    return [username, password, identity.hasApiAccess(userId) ? title : `${title}, without the API`]
  })
  const heading = `Salesforce org ${orgId} of ${business.name}, ${counted(business.counts.accounts)}`
  return `
${heading}

${columns([
  ['Login, REST, Bulk, SOAP', url],
  ['Events (Pub/Sub API)', `${pubsub}, TLS with a certificate of its own`],
  ['Faults and staging', `${url}/control`],
])}

${columns([['User name', 'Password', ''], ...users])}

${columns(rowsOf(firstApp(org)))}

  With the Salesforce CLI:

  echo '${identity.accessTokenFor(administrator)}' |
    npx sf org login access-token --instance-url ${url} --alias local-org
  npx sf data query --target-org local-org --query 'SELECT Id, Name FROM Account LIMIT 5'

--help says what else there is, --json tells a program. docs/LOCAL-ORG.md shows other clients.
The same seed is the same org with the same users: start a second one with another --seed.
Ctrl-C stops the org; nothing is kept.
`
}

function rowsOf(app: App | undefined): Row[] {
  if (!app) return [['App', 'none has a secret (see --apps)']]
  const [first = 'none', ...others] = app.redirectUris
  return [
    ['App', app.name],
    ['Client id', app.clientId],
    ['Secret', app.clientSecret ?? ''],
    ['Redirect', first],
    ...others.map((uri): Row => ['', uri]),
  ]
}

function counted(accounts: number): string {
  return accounts === 1 ? 'one account' : `${accounts.toLocaleString('en')} accounts`
}

/** Each cell as wide as the widest of its column. */
function columns(rows: readonly Row[]): string {
  const width = (at: number) => Math.max(...rows.map((row) => row[at]?.length ?? 0))
  return rows
    .map((row) => `  ${row.map((cell, at) => cell.padEnd(width(at))).join('  ')}`.trimEnd())
    .join('\n')
}
