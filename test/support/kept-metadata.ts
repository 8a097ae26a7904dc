import { randomUUID } from 'node:crypto'
import { putDescribe, putObjects } from '../../server/connections/metadata/cache-store.ts'
import type { Site } from './console.ts'
import { ORG_ID } from './server.ts'

const ACCOUNT = {
  ...{
    name: 'Account',
    label: 'Account',
    custom: false,
    queryable: true,
    createable: true,
    updateable: true,
  },
  ...{ deletable: true, replicateable: true, keyPrefix: '001' },
}

/** What a refresh leaves of an org that has one object, without fields. Answers the refresh. */
export async function keepMetadata({ db, tenant, clock }: Site, connectionId: string): Promise<string> {
  const { id: tenantId } = tenant
  const kept = { connectionId, orgId: ORG_ID, at: clock.now(), replace: true }
  await putObjects(tenantId, db, { ...kept, objects: [ACCOUNT] })
  await putDescribe(tenantId, db, { ...kept, describe: { ...ACCOUNT, fields: [] } })
  const id = randomUUID()
  await db.query(
    `insert into control.metadata_refresh
       (id, tenant_id, connection_id, org_id, because, asked_at, seen_at, state, ended_at, changes)
     values ($1, $2, $3, $4, 'due', $5, $5, 'finished', $5, '[]')`,
    [id, tenantId, connectionId, ORG_ID, kept.at],
  )
  return id
}
