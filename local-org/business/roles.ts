// Where people stand: the head of customers above all, then three branches down to those who do the work.
import { makeId } from '../salesforce-id.ts'
import { KEY_PREFIXES } from './records.ts'
import { foundingStamps } from './reference-data.ts'
import type { UserRole } from './setup-records.ts'
import type { Post, Team } from './staff.ts'
import { listTable, type Table } from './tables.ts'
import type { World } from './world.ts'

/** Name, and the number of the role above. */
const ROLES = [
  ['Customer Operations', null],
  ['VP Customer Success', 0],
  ['VP Sales', 0],
  ['VP Support', 0],
  ['Director Customer Success', 1],
  ['Sales Director', 2],
  ['Support Team Lead', 3],
  ['Customer Success Manager', 4],
  ['Account Executive', 5],
  ['Support Engineer', 6],
] as const
const RANK = { success: 1, sales: 2, support: 3 } as const satisfies Record<Team, number>
const roleId = (number: number) => makeId(KEY_PREFIXES.UserRole, number)

export function userRoles(world: World): Table<UserRole> {
  const { LastModifiedDate, LastModifiedById, SystemModstamp } = foundingStamps(world)
  return listTable(
    'UserRole',
    KEY_PREFIXES.UserRole,
    ROLES.map(([name, above], number) => ({
      Id: roleId(number),
      Name: name,
      DeveloperName: name.replaceAll(' ', ''),
      ParentRoleId: above === null ? null : roleId(above),
      LastModifiedDate,
      LastModifiedById,
      SystemModstamp,
    })),
  )
}

/** The administrator, who is in no team, has no role. */
export function roleOf(index: number, { team, isHead, isLead }: Post): string | null {
  if (!team) return index === 0 ? roleId(0) : null
  return roleId(RANK[team] + (isHead ? 0 : isLead ? 3 : 6))
}
