import {
  createBusiness,
  createOrgKey,
  createOrgServer,
  orgIdFor,
  type OrgServer,
  type OrgServerOptions,
} from '../../local-org/index.ts'

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

export const TODAY = '2026-11-20'

/** An org of its own for a test file, with everything real: HTTP, OAuth, gRPC over TLS. */
export async function startLocalOrg({
  accounts = 60,
  seed = 1,
  ...options
}: LocalOrgOptions = {}): Promise<RunningOrg> {
  const org = createOrgServer({
    business: createBusiness({ seed, accounts, today: TODAY }),
    key: await createOrgKey(),
    orgId: orgIdFor(seed),
    backendUrl: 'http://127.0.0.1:9',
    audience: 'https://team-view.example.com',
    ...options,
  })
  const { url, pubsub } = await org.listen(0)
  return { ...org, url, pubsub, token: org.identity.accessTokenFor(org.administrator) }
}
