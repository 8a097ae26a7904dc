import { audit } from '../../audit/index.ts'
import { indexForResolution, type CompanyResolution } from '../../companies/index.ts'
import { findTenant, type FieldDefinition } from '../../objects/index.ts'
import type { Transaction } from '../../store/index.ts'
import { conflict } from '../change.ts'
import type { Actor } from '../connection.ts'
import { lockConnections } from '../connection-store.ts'
import type { Parts } from '../parts.ts'
import { refusedByDatabase } from '../refused-by-database.ts'
import { insertResolution, readResolution } from './resolution-store.ts'

type Checked = CompanyResolution & { field: FieldDefinition }

interface Saving {
  connectionId: string
  /** The version that is in force, as the caller read it. */
  version: number
  mapping: Checked | undefined
  restoredFrom: number | null
}

/** The next version with its index and its entry in the trail; without a mapping, only that the version is still the one. */
export async function saveVersion(
  { db, clock }: Parts,
  actor: Pick<Actor, 'tenantId' | 'adminId'>,
  { connectionId, version, mapping, restoredFrom }: Saving,
): Promise<void> {
  const { tenantId, adminId } = actor
  await db
    .transaction(async (tx) => {
      await lockConnections(tenantId, tx)
      const before = await readResolution(tenantId, tx, connectionId)
      if (before.version !== version) throw conflict(version, before.version)
      if (!mapping) return
      await makeFindable(tx, tenantId, mapping)
      const { accountField, companyField, comparison } = mapping
      const saved = {
        connectionId,
        version: version + 1,
        accountField,
        companyField,
        comparison,
        restoredFrom,
      }
      await insertResolution(tenantId, tx, { ...saved, savedAt: clock.now(), savedBy: adminId })
      await audit(tx, {
        ...{ tenantId, by: { adminId }, action: 'connection.company-resolution-changed' },
        subject: { kind: 'connection', id: connectionId },
        before: { version, accountField: before.accountField, companyField: before.companyField },
        after: { version: version + 1, accountField, companyField, restoredFrom },
      })
    })
    .catch(refusedByDatabase)
}

async function makeFindable(
  tx: Transaction,
  tenantId: string,
  { field, comparison }: Checked,
): Promise<void> {
  const { schemaName } = await findTenant(tx, tenantId)
  await indexForResolution(tx, schemaName, { field, comparison })
}
