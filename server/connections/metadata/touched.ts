import { fitOf, type AccountDescribe, type CompanyResolution } from '../../companies/index.ts'
import { brokenBy, type ObjectUse } from './broken.ts'
import { keyOf, type Change } from './difference.ts'

/** A job that a change touches, and whether it can run before somebody has looked at it. */
export interface TouchedJob {
  readonly id: string
  readonly name: string
  readonly breaks: boolean
}

export interface UsingJob {
  readonly id: string
  readonly name: string
  readonly uses: readonly ObjectUse[]
}

/** For each change the jobs it touches: also those that wait for what has come back. */
export const touchedJobs = (changes: readonly Change[], jobs: readonly UsingJob[]): TouchedJob[][] =>
  changes.map((change) =>
    jobs.flatMap(({ id, name, uses }) => {
      const touched = uses.filter((use) => isTouched(change, use))
      const breaks = touched.some((use) => brokenBy([change], use).length > 0)
      return touched.length > 0 ? [{ id, name, breaks }] : []
    }),
  )

/** What is in force of a connection, as far as its org can change under it. */
export type ResolutionUse = Pick<CompanyResolution, 'accountField' | 'comparison'>

export type TouchedResolution = 'breaks' | 'touches'

/** Whether a change touches what accounts are looked for by, and whether that still works, as accounts are after all changes. */
export function touchedResolution(
  change: Change,
  { resolution, account }: { resolution: ResolutionUse; account: AccountDescribe | undefined },
): TouchedResolution | undefined {
  const use = { object: 'Account', fields: [{ name: resolution.accountField, type: '' }] }
  if (!isTouched(change, use)) return undefined
  return fitOf(resolution, account).is === 'fit' ? 'touches' : 'breaks'
}

const isTouched = ({ object, field }: Change, use: ObjectUse): boolean =>
  keyOf(object) === keyOf(use.object) &&
  (field === undefined || use.fields.some(({ name }) => keyOf(name) === keyOf(field)))
