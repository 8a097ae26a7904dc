import supertest from 'supertest'
import { makeAdminLink } from '../../server/console/index.ts'
import type { ErrorCode } from '../../server/errors.ts'
import type { AnyEndpoint } from '../../server/http/endpoint.ts'
import { makeConnection, makePreview, type MadeConnection } from './connection.ts'
import { makeUser, signIn, signInAs, type Person, type Site } from './console.ts'
import { keepMetadata } from './kept-metadata.ts'
import { ACCOUNTS } from './server.ts'

export interface Sample {
  path: string
  body?: object
  /** What even a good request is answered with where there is no Salesforce to ask. */
  refused?: ErrorCode
}

/** A good request to an endpoint: made at this site, with what it needs to be there, for whoever asks. */
type MakeSample = (site: Site, asker: Person) => Promise<Sample>

const user =
  (suffix: string, body?: object): MakeSample =>
  async (site) => ({
    path: `/console/v1/users/${await makeUser(site)}/${suffix}`,
    ...(body ? { body } : {}),
  })

async function adminLink(site: Site): Promise<URL> {
  const { path } = await makeAdminLink(site.db, { tenantId: site.tenant.id, clock: site.clock })
  return new URL(path, 'http://localhost')
}

const connection =
  (made: MadeConnection, suffix = '', more: Omit<Sample, 'path'> = {}): MakeSample =>
  async (site) => ({ path: `/console/v1/connections/${await makeConnection(site, made)}${suffix}`, ...more })
const AT_FIRST = { body: { version: 1 } }
const RESOLUTION = '/company-resolution'
const NOT_AUTHORIZED = { refused: 'CONNECTION_NOT_AUTHORIZED' } as const

const metadata =
  (suffix: (refreshId: string) => string): MakeSample =>
  async (site) => {
    const id = await makeConnection(site, 'authorized')
    return { path: `/console/v1/connections/${id}${suffix(await keepMetadata(site, id))}` }
  }

/** Every endpoint that takes input has one here. */
const SAMPLES: Readonly<Record<string, MakeSample>> = {
  getTeamView: () =>
    Promise.resolve({ path: `/widget/v1/team-view?object=Account&recordId=${ACCOUNTS.mapped}` }),
  getFirstAdminPage: async (site) => {
    const { pathname, search } = await adminLink(site)
    return { path: pathname + search }
  },
  enterAsFirstAdmin: async (site) => {
    const { pathname, searchParams } = await adminLink(site)
    return { path: pathname, body: Object.fromEntries(searchParams) }
  },
  logInWithSalesforce: (site) =>
    site.db.query('truncate control.connection cascade').then(() => ({
      path: '/console/login/salesforce',
      body: {},
      refused: 'LOGIN_UNAVAILABLE' as const,
    })),
  completeLogin: () =>
    Promise.resolve({
      path: '/console/login/callback?state=unknown&error=access_denied',
      refused: 'LOGIN_UNKNOWN' as const,
    }),
  endSession: async (site, { userId }) => ({
    path: `/console/v1/sessions/${(await signInAs(site, userId)).sessionId}`,
  }),
  endSessionsOfUser: (_site, { userId }) => Promise.resolve({ path: `/console/v1/users/${userId}/sessions` }),
  getUserRole: user('role'),
  putUserRole: user('role', { role: 'viewer' }),
  getUserLicence: user('licence'),
  putUserLicence: user('licence', { licence: 'Viewer' }),
  createConnection: async (site) => {
    await makeConnection(site, 'created')
    return { path: '/console/v1/connections', body: { name: 'Another', orgType: 'sandbox' } }
  },
  getConnection: connection('created'),
  getConnectionGrant: connection('authorized', '/grant'),
  editConnection: connection('created', '', { body: { version: 1, name: 'Other name' } }),
  deleteConnection: connection('created', '?version=1'),
  authorizeConnection: connection('created', '/authorize', { body: {} }),
  completeAuthorization: () =>
    Promise.resolve({ path: '/console/oauth/callback?state=unknown&error=access_denied' }),
  revokeConnection: connection('authorized', '/revoke', AT_FIRST),
  stopConnection: connection('authorized', '/stop'),
  resumeConnection: async (site) => {
    const id = await makeConnection(site, 'authorized')
    await site.db.query("update control.connection set jobs_paused_because = 'CONNECTION_STOPPED'")
    return { path: `/console/v1/connections/${id}/resume`, ...AT_FIRST }
  },
  linkConnection: connection('created', '/link', { ...AT_FIRST, refused: 'CONNECTION_NOT_AUTHORIZED' }),
  unlinkConnection: connection('linked', '/unlink', AT_FIRST),
  listSalesforceObjects: metadata(() => '/objects'),
  getSalesforceObject: metadata(() => '/objects/Account'),
  refreshMetadata: connection('authorized', '/refresh-metadata'),
  listMetadataRefreshes: metadata(() => '/metadata-refreshes'),
  getMetadataRefresh: metadata((refreshId) => `/metadata-refreshes/${refreshId}`),
  getCompanyResolution: connection('authorized', RESOLUTION),
  listCompanyResolutionFields: connection('created', `${RESOLUTION}/fields`, NOT_AUTHORIZED),
  previewCompanyResolution: connection('created', `${RESOLUTION}/previews`, {
    ...{ body: { accountField: 'AccountNumber', companyField: 'TickerSymbol' }, ...NOT_AUTHORIZED },
  }),
  getCompanyResolutionPreview: async (site) => {
    const id = await makeConnection(site, 'authorized')
    return { path: `/console/v1/connections/${id}${RESOLUTION}/previews/${await makePreview(site, id)}` }
  },
  configureCompanyResolution: connection('authorized', RESOLUTION, {
    body: { version: 1, accountField: 'Id', companyField: 'SfdcAccountId' },
  }),
  restoreCompanyResolution: connection('authorized', `${RESOLUTION}/restore`, {
    body: { version: 1, restore: 1 },
  }),
  getAccountMapping: connection('authorized', `/accounts/${ACCOUNTS.mapped}/mapping`),
}

export async function sampleOf(endpoint: AnyEndpoint, site: Site, asker?: Person): Promise<Sample> {
  const make = SAMPLES[endpoint.name]
  if (make) return make(site, asker ?? (await signIn(site, { role: 'super-admin' })))
  if (endpoint.path.includes(':') || endpoint.body)
    throw new Error(`${endpoint.name} takes input: give it a sample in test/support/samples.ts`)
  return { path: endpoint.path }
}

/** Sends a sample as the endpoint takes it; a redirect is not followed. */
export function send(
  url: string,
  endpoint: AnyEndpoint,
  { path, body, headers }: Sample & { headers: Record<string, string> },
): supertest.Test {
  const method = endpoint.method.toLowerCase() as 'get' | 'post' | 'put' | 'patch' | 'delete'
  const request = supertest(url)[method](path).set(headers)
  if (!body) return request
  return request.type(endpoint.takes === 'form' ? 'form' : 'json').send(body)
}
