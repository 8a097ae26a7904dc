import type { OAuthCall, Parts } from './parts.ts'
import { orgIdFor } from './org.ts'

/** The org that answers in place of this one, when that fault is to strike. */
export function otherOrg({ faults, orgId }: Parts, { path, method }: OAuthCall): string | undefined {
  const fault = faults?.take('other-org', { path, method })
  return fault && (fault.orgId ?? strangerTo(orgId))
}

/** An org id that is surely not this one. */
function strangerTo(orgId: string): string {
  const [one, two] = [orgIdFor(1_000_001), orgIdFor(1_000_002)]
  return one === orgId ? two : one
}
