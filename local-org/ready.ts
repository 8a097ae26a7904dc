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
      return { userId, username, password, accessToken: org.identity.accessTokenFor(userId), name, title }
    }),
    app: app && { clientId: app.clientId, clientSecret: app.clientSecret, redirectUri: app.redirectUris[0] },
    certificate: org.events.certificate,
    headline: headlineOf(org.business),
    publicKey: key.publicKeyPem,
  })
}

/** What a person needs to use the org. */
export function welcome(org: OrgServer, { url, pubsub }: Addresses): string {
  const users = people(org).map(({ username, password, title }) => `  ${username}  ${password}  ${title}`)
  const token = org.identity.accessTokenFor(org.administrator)
  const app = firstApp(org)
  return `Salesforce org ${org.orgId} of ${org.business.name}, ${org.business.counts.accounts} accounts

  ${url}                  log in, REST, Bulk, SOAP
  ${pubsub}                      events (Pub/Sub API, gRPC over TLS)
  ${url}/preview/examples  the record pages
  ${url}/control           faults and other mischief

Users and passwords
${users.join('\n')}
${app ? `\nApp "${app.name}"\n  client id      ${app.clientId}\n  client secret  ${app.clientSecret ?? 'none'}\n  redirect       ${app.redirectUris.join(' ')}\n` : ''}
With the Salesforce CLI
  echo '${token}' |
    sf org login access-token --instance-url ${url} --alias local-org
  sf data query --target-org local-org --query 'SELECT Id, Name FROM Account LIMIT 5'

Ctrl-C stops it; nothing is kept.
`
}
