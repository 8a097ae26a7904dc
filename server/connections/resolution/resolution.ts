import { AppError } from '../../errors.ts'
import { live } from '../change.ts'
import type { Actor, Connection } from '../connection.ts'
import { readConnection, readConnections } from '../connection-store.ts'
import type { Parts } from '../parts.ts'
import type { Notice } from '../notices.ts'
import { identifierWarnings, syncRefusal } from '../rules.ts'
import { askPreview } from './ask-preview.ts'
import { explainAccount, type AccountMapping } from './explain.ts'
import {
  checkMapping,
  choicesOf,
  isSameMapping,
  readFields,
  type Choice,
  type FieldsParts,
  type MappingInput,
} from './mapping.ts'
import { fieldNotices, previewNotices } from './notices.ts'
import { readFinishedPreview, readPreview, type Preview } from './preview-store.ts'
import { readResolution, readResolutions, type SavedResolution } from './resolution-store.ts'
import { runPreview, type PreviewAt } from './run-preview.ts'
import { saveVersion } from './save.ts'
import { tellPackage } from './tell-package.ts'

/** The choice in force and those before it, the latest first. */
export interface Resolutions {
  versions: readonly SavedResolution[]
  notices: readonly Notice[]
}

type By = Pick<Actor, 'tenantId' | 'adminId'>

/** Which company an account belongs to, for each connection. Whose it is comes first, everywhere. */
export interface Resolution {
  read(tenantId: string, connectionId: string): Promise<Resolutions>
  choices(tenantId: string, connectionId: string): Promise<{ account: Choice[]; company: Choice[] }>
  preview(actor: By, of: { connectionId: string; mapping: MappingInput }): Promise<Preview>
  watch(tenantId: string, at: { connectionId: string; previewId: string }): Promise<Preview>
  save(actor: By, at: { connectionId: string; version: number; mapping: MappingInput }): Promise<Resolutions>
  restore(actor: By, at: { connectionId: string; version: number; restore: number }): Promise<Resolutions>
  explain(tenantId: string, of: { connectionId: string; accountId: string }): Promise<AccountMapping>
  /** The work of the task. */
  run(at: PreviewAt, context: { signal: AbortSignal }): Promise<void>
}

export function createResolution(parts: Parts & FieldsParts): Resolution {
  const { db } = parts
  const found = async (tenantId: string, connectionId: string) =>
    live(await readConnection(tenantId, db, connectionId))

  async function read(tenantId: string, connectionId: string, told: readonly Notice[] = []) {
    const all = await readConnections(tenantId, db)
    const connection = live(all.find(({ id }) => id === connectionId))
    const versions = await readResolutions(tenantId, db, connectionId)
    const identifiers = versions.slice(0, 1).map(({ companyField }) => companyField)
    const warnings = identifierWarnings(connection, all, { object: 'Company', identifiers })
    const kept = await parts.keptAccount(tenantId, connectionId)
    const ofField = versions.slice(0, 1).flatMap((inForce) => fieldNotices(inForce, kept))
    return { versions, notices: [...told, ...ofField, ...warnings] }
  }

  async function put(actor: By, at: Wish): Promise<Resolutions> {
    const { tenantId } = actor
    const { connectionId } = at
    const connection = await found(tenantId, connectionId)
    demandAuthorized(connection)
    const inForce = await readResolution(tenantId, db, connectionId)
    // Nothing to judge, and nothing to keep: the org is told once more.
    const isSame = isSameMapping(inForce, at.mapping)
    const mapping = isSame
      ? undefined
      : checkMapping(await readFields(parts, tenantId, connectionId), at.mapping)
    await saveVersion(parts, actor, { ...at, mapping })
    const { orgId } = connection
    const preview = mapping && (await readFinishedPreview(tenantId, db, { ...mapping, connectionId, orgId }))
    const told = await tellPackage(parts, tenantId, connectionId)
    return read(tenantId, connectionId, [...told, ...(preview ? previewNotices(preview) : [])])
  }

  return {
    read,
    async choices(tenantId, connectionId) {
      await found(tenantId, connectionId)
      return choicesOf(await readFields(parts, tenantId, connectionId))
    },
    async preview(actor, { connectionId, mapping }) {
      const connection = await found(actor.tenantId, connectionId)
      demandAuthorized(connection)
      const checked = checkMapping(await readFields(parts, actor.tenantId, connectionId), mapping)
      return askPreview(parts, actor, { connection, mapping: checked })
    },
    async watch(tenantId, at) {
      await found(tenantId, at.connectionId)
      const preview = await readPreview(tenantId, db, at)
      if (!preview) throw new AppError('NOT_FOUND')
      return preview
    },
    save: (actor, { connectionId, version, mapping }) =>
      put(actor, { connectionId, version, mapping, restoredFrom: null }),
    async restore(actor, { connectionId, version, restore }) {
      await found(actor.tenantId, connectionId)
      const versions = await readResolutions(actor.tenantId, db, connectionId)
      const wanted = versions.find((one) => one.version === restore)
      if (!wanted) throw new AppError('RESOLUTION_VERSION_UNKNOWN')
      return put(actor, { connectionId, version, mapping: wanted, restoredFrom: restore })
    },
    explain: async (tenantId, { connectionId, accountId }) =>
      explainAccount(parts, tenantId, { connection: await found(tenantId, connectionId), accountId }),
    run: (at, context) => runPreview(parts, at, context),
  }
}

function demandAuthorized(connection: Connection): void {
  const refusal = syncRefusal(connection)
  if (refusal) throw new AppError(refusal)
}

interface Wish {
  connectionId: string
  version: number
  mapping: MappingInput
  restoredFrom: number | null
}
