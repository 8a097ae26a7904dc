import { expect } from 'vitest'
import { customField, customObject, type CustomField } from '../../../local-org/schema/custom.ts'
import type { RefreshView, WatchedRefresh } from '../../../server/connections/metadata/view.ts'
import type { UsingJob } from '../../../server/connections/metadata/touched.ts'
import { touchedJobs } from '../../../server/connections/metadata/touched.ts'
import { withAuthorizedConnection, type Authorized } from '../orgs.ts'
import type { Answer } from '../console.ts'

/** The jobs there are; each test sets its own. */
export const jobs: UsingJob[] = []

/** What happens once, just before a refresh that has read everything says what it found. */
export const meanwhile: { does?: (() => Promise<unknown>) | undefined } = {}

export const withMetadata = (use: (made: Authorized) => void): void =>
  withAuthorizedConnection(
    (made) => {
      jobs.length = 0
      use(made)
    },
    {
      ports: {
        usedObjects: () => Promise.resolve(jobs.flatMap(({ uses }) => uses.map(({ object }) => object))),
        async jobsTouched(_tenantId, _connectionId, changes) {
          const { does } = meanwhile
          meanwhile.does = undefined
          await does?.()
          return touchedJobs(changes, jobs)
        },
      },
    },
  )

/** The endpoints of one connection's metadata. */
export function metadataOf({ console, org, id }: Authorized) {
  const at = (path: string) => `/console/v1/connections/${id}/${path}`
  const get = (path: string, as: 'anna' | 'viewer' = 'anna') => console.call('GET', at(path), { as })
  const bodyOf = ({ status, body }: Answer, expected = 200): unknown => {
    expect([status, body.error]).toEqual([expected, undefined])
    return body
  }
  const where = { tenantId: console.tenant.id, connectionId: id }
  const never = { signal: new AbortController().signal }
  const run = (refreshId: string, context = never) =>
    console.connections.metadata.run({ ...where, refreshId }, context)
  const ask = async () =>
    (bodyOf(await console.call('POST', at('refresh-metadata')), 202) as { refresh: RefreshView }).refresh
  const watch = async (refreshId: string) =>
    (bodyOf(await get(`metadata-refreshes/${refreshId}`)) as { refresh: WatchedRefresh }).refresh
  return {
    /** As if somebody had authorized it with another org: only the linked one may go there. */
    async toOtherOrg() {
      await console.db.query(
        'update control.connection set linked = true, first_linked_at = coalesce(first_linked_at, now()) where id = $1',
        [id],
      )
      await console.db.transaction(async (tx) => {
        await tx.query('delete from control.connection_grant where connection_id = $1', [id])
        await tx.query(
          `update control.connection
              set org_id = '00D5e00000Tv099EAB', jobs_paused_because = 'ORG_CHANGED', org_changed_at = now(),
                  link_incomplete = 'ORG_NOT_TRUSTED'
            where id = $1`,
          [id],
        )
      })
    },
    get,
    ask,
    watch,
    run,
    /** Asked for over HTTP and done here, as a worker would. */
    async refresh(): Promise<WatchedRefresh> {
      const { id: refreshId } = await ask()
      await run(refreshId)
      return watch(refreshId)
    },
    history: async () => bodyOf(await get('metadata-refreshes')) as History,
    objects: async () => bodyOf(await get('objects')) as { refreshedAt: string; objects: ListedObject[] },
    fieldsOf: async (object: string) =>
      (bodyOf(await get(`objects/${object}`)) as { object: { fields: ListedField[]; describedAt: string } })
        .object,
    addObject: (name: string, fields: CustomField[]) => org.schema.addObject(customObject({ name, fields })),
    addField: (object: string, field: CustomField) => org.schema.addField(object, customField(field)),
    /** Everything that is kept, but for the refreshes. */
    kept: () =>
      console.db.query(
        `select m.org_id, m.refreshed_at, o.name, o.summary, o.describe, o.described_at
           from control.metadata m left join control.metadata_object o using (connection_id) order by o.name`,
      ),
  }
}

interface History {
  refreshedAt: string | null
  nextAt: string | null
  held: { code: string } | null
  refreshes: RefreshView[]
}
interface ListedObject {
  name: string
  label: string
  described: boolean
}
interface ListedField {
  name: string
  type: string
  length: number
}
