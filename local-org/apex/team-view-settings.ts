import type { Schema } from '../schema/schema.ts'
import type { Store } from '../records/types.ts'
import { handled } from './aura-handled-exception.ts'

/** The package's custom setting. */
const SETTINGS = 'Team_View_Settings__c'
const DEFAULT_CERTIFICATE = 'Team_View'

interface Settings {
  audience: string
  certificate: string
  /** Null while the id is mapped, as it is at first. */
  accountField: string | null
}

interface Org {
  schema: Schema
  store: Store
  orgId: string
}

export function hasPackage({ schema }: Pick<Org, 'schema'>): boolean {
  return schema.object(SETTINGS) !== undefined
}

/** What `TeamViewSettings.current` reads: the organisation's row, never that of a profile or a user. */
export function teamViewSettings({ store, orgId }: Org): Settings {
  const [row] = store.children(SETTINGS, 'SetupOwnerId', orgId)
  const text = (name: string) => {
    const value = row?.[name]
    return typeof value === 'string' ? value.trim() : ''
  }
  const audience = text('Audience__c')
  if (audience === '') throw handled('TeamView_NotConfigured')
  const mapped = text('Account_Field__c')
  return {
    audience,
    certificate: text('Certificate__c') || DEFAULT_CERTIFICATE,
    accountField: mapped === '' || mapped.toLowerCase() === 'id' ? null : mapped,
  }
}

/** What an administrator does once the package is there: tells it whom its tokens are for. */
export function setUpPackage(org: Org & { administrator: string }, audience: string): void {
  if (!hasPackage(org)) return
  const values = { SetupOwnerId: org.orgId, Audience__c: audience }
  const [made] = org.store.write({ userId: org.administrator, origin: 'setup' }, [
    { op: 'insert', object: SETTINGS, values },
  ])
  if (!made?.success) throw new Error(`the settings cannot be made: ${made?.errors[0]?.message ?? ''}`)
}
