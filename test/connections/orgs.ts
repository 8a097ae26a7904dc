import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest'
import { loadPackage } from '../../local-org/index.ts'
import type { ObjectType } from '../../local-org/schema/types.ts'
import type { App } from '../../local-org/identity/index.ts'
import { isSecret } from '../support/canary/watch.ts'
import { startLocalOrg, type LocalOrgOptions, type RunningOrg } from '../support/local-org.ts'
import type { LogIn } from '../support/org-browser.ts'
import { PACKAGE } from '../support/package.ts'
import { startConsole, type ConsoleOptions, type TestConsole } from './console.ts'

/** The package's custom setting as it is deployed; an older package had fewer fields. */
export function packageSettings(fields?: readonly string[]): ObjectType {
  const [object] = loadPackage(PACKAGE).objects
  if (!object) throw new Error('the package has no settings')
  const had = ({ name }: { name: string }) => !name.endsWith('__c') || (fields ?? [name]).includes(name)
  return { ...object, fields: object.fields.filter(had) }
}

/** Registered in the org as the guide says: called back at this console, with rotating refresh tokens. */
export const appFor = (
  { url }: Pick<TestConsole, 'url'>,
  clientId: string,
  more: Partial<App> = {},
): App => ({
  name: 'Team View',
  clientId,
  clientSecret: SECRET,
  redirectUris: [`${url}/console/oauth/callback`],
  scopes: ['api', 'refresh_token', 'openid', 'id'],
  requirePkce: true,
  rotateRefreshTokens: true,
  ...more,
})

export const CLIENT_ID = 'team-view.test'
export const SECRET = 'canary-client-secret-5d41402abc4b2a76'
export const APP = { clientId: CLIENT_ID, clientSecret: SECRET }

export interface ConnectedOrg extends RunningOrg {
  admin: LogIn
  colleague: LogIn & { userId: string }
}

/** An org that knows the app of this console. */
export async function startOrg(
  console: Pick<TestConsole, 'url'>,
  { app = {}, ...options }: LocalOrgOptions & { app?: Partial<App> } = {},
): Promise<ConnectedOrg> {
  const org = await startLocalOrg({ accounts: 20, ...options })
  isSecret(SECRET)
  org.identity.registerApp(appFor(console, CLIENT_ID, app))
  const people = org.identity.credentials().filter(({ isActive }) => isActive)
  const admin = people.find(({ userId }) => userId === org.administrator)!
  const colleague = people.find(({ userId }) => userId !== org.administrator)!
  return { ...org, admin, colleague }
}

export interface Authorized {
  console: TestConsole
  org: ConnectedOrg
  /** The only connection there is. */
  id: string
}

/** Before each test of a file a connection that was just authorized, and after it none. */
export function withAuthorizedConnection(
  use: (made: Authorized) => void,
  options: Partial<ConsoleOptions> = {},
): void {
  let console: TestConsole
  let org: ConnectedOrg
  beforeAll(async () => {
    console = await startConsole({ salesforceApp: APP, ...options })
    org = await startOrg(console)
  })
  afterAll(async () => {
    await org.close()
    await console.close()
  })
  beforeEach(async () => {
    const { id } = await console.create({ name: 'Org', domain: org.url })
    expect(await console.authorize(id, org.admin)).toBe('AUTHORIZED')
    use({ console, org, id })
  })
  afterEach(async () => {
    org.faults.disarm()
    await console.forget()
  })
}
