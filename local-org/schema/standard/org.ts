import type { Business } from '../../business/index.ts'

/** What the definitions of the standard objects depend on. */
export interface StandardOrg {
  readonly business: Business
  /** The currencies records may be in; undefined where the org has only its own. */
  readonly currencies: readonly string[] | undefined
}
