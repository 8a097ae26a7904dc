import { companiesFrom } from '../../companies/index.ts'
import { findTenant } from '../../objects/index.ts'
import type { Database } from '../../store/index.ts'
import type { Ports, SyncHistory } from '../parts.ts'

/** While no job keeps a record of what it did, the rows themselves tell where they come from. */
export const historyOfRows =
  (db: Database): Ports['syncHistory'] =>
  async (tenantId, connectionId, object, recordId): Promise<SyncHistory> => {
    const { schemaName } = await findTenant(db, tenantId)
    const source = { connectionId, object, recordId, companyField: 'Gsid' }
    const rows = await companiesFrom(db, schemaName, source)
    const times = rows.flatMap(({ sourceModifiedAt }) => sourceModifiedAt?.getTime() ?? [])
    return {
      jobHasRun: rows.length > 0,
      synced: rows.length === 0 ? null : { at: times.length === 0 ? null : new Date(Math.max(...times)) },
      ...{ rejected: null, filteredOut: null, deleted: null },
    }
  }
