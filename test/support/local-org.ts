import {
  createBusiness,
  createOrgKey,
  createOrgServer,
  orgIdFor,
  type OrgKey,
  type OrgServer,
  type OrgServerOptions,
} from '../../local-org/index.ts'
import { isSecret } from './canary/watch.ts'

export interface RunningOrg extends OrgServer {
  readonly url: string
  /** `host:port` of the event bus. */
  readonly pubsub: string
  /** An access token of the org's administrator. */
  readonly token: string
}

export interface LocalOrgOptions extends Partial<OrgServerOptions> {
  accounts?: number
  seed?: number
}

/** Making one takes longer than starting an org, and no two orgs of a file are told apart by it. */
let made: Promise<OrgKey> | undefined
const oneKey = (): Promise<OrgKey> => (made ??= createOrgKey())

export const TODAY = '2026-11-20'

/** An org of its own for a test file, with everything real: HTTP, OAuth, gRPC over TLS. */
export async function startLocalOrg({
  accounts = 60,
  seed = 1,
  ...options
}: LocalOrgOptions = {}): Promise<RunningOrg> {
  const key = options.key ?? (await oneKey())
  const org = createOrgServer({
    business: createBusiness({ seed, accounts, today: TODAY }),
    key,
    orgId: orgIdFor(seed),
    backendUrl: 'http://127.0.0.1:9',
    audience: 'https://team-view.example.com',
    ...options,
  })
  const { identity } = org
  const { d, p } = key.privateKey.export({ format: 'jwk' })
  isSecret(d, p, ...identity.credentials().map(({ password }) => password))
  isSecret(...identity.apps().map(({ clientSecret }) => clientSecret))
  const { url, pubsub } = await org.listen(0)
  return { ...org, url, pubsub, token: org.identity.accessTokenFor(org.administrator) }
}
