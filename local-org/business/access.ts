// Who may do what: permission sets and who holds them.
import { makeId, ordinalOf } from '../salesforce-id.ts'
import { KEY_PREFIXES, type Permissions } from './records.ts'
import { foundingStamps, PROFILES, profilePermissions } from './reference-data.ts'
import type { PermissionSet, PermissionSetAssignment } from './setup-records.ts'
import { licenceOf, postOf } from './staff.ts'
import { listTable, type Table } from './tables.ts'
import { profileOf, userId } from './users.ts'
import type { World } from './world.ts'

/** Who runs the sync with other systems. */
const ADMINISTRATOR = 4

interface OwnSet {
  label: string
  description: string
  permissions: Permissions
  isHeldBy(world: World, user: number): boolean
}

const OWN_SETS: readonly OwnSet[] = [
  {
    label: 'Team View User',
    description: 'Sees Team View on accounts.',
    permissions: {
      PermissionsApiEnabled: false,
      PermissionsModifyAllData: false,
      PermissionsViewAllData: false,
    },
    isHeldBy: (world, user) => licenceOf(world, user) !== null,
  },
  {
    label: 'Sync Integration',
    description: 'Reads all data through the API.',
    permissions: {
      PermissionsApiEnabled: true,
      PermissionsModifyAllData: false,
      PermissionsViewAllData: true,
    },
    isHeldBy: (_, user) => user === ADMINISTRATOR,
  },
]

const permissionSetId = (number: number) => makeId(KEY_PREFIXES.PermissionSet, number)

/** Each profile has one of its own, as in Salesforce; then those the admins made. */
export function permissionSets(world: World): Table<PermissionSet> {
  const ofProfiles = PROFILES.map((name, number) => {
    const profile = makeId(KEY_PREFIXES.Profile, number)
    return {
      Id: permissionSetId(number),
      Name: `X${profile.slice(0, 15)}`,
      Label: `${profile}_${number}`,
      ProfileId: profile,
      IsOwnedByProfile: true,
      IsCustom: true,
      Description: null,
      ...profilePermissions(name),
      ...foundingStamps(world),
    }
  })
  const own = OWN_SETS.map(({ label, description, permissions }, number) => ({
    Id: permissionSetId(PROFILES.length + number),
    Name: label.replaceAll(' ', '_'),
    Label: label,
    ProfileId: null,
    IsOwnedByProfile: false,
    IsCustom: true,
    Description: description,
    ...permissions,
    ...foundingStamps(world),
  }))
  return listTable('PermissionSet', KEY_PREFIXES.PermissionSet, [...ofProfiles, ...own])
}

/** How many ids each user keeps for assignments. */
const SLOTS = 4

export function permissionSetAssignments(world: World): Table<PermissionSetAssignment> {
  const keyPrefix = KEY_PREFIXES.PermissionSetAssignment
  const make = (user: number, slot: number, set: number): PermissionSetAssignment => ({
    Id: makeId(keyPrefix, user * SLOTS + slot),
    PermissionSetId: permissionSetId(set),
    AssigneeId: userId(user),
    IsActive: true,
    SystemModstamp: foundingStamps(world).SystemModstamp,
  })
  const of = (user: number) => [
    make(user, 0, PROFILES.indexOf(profileOf(user, postOf(world, user)))),
    ...OWN_SETS.flatMap(({ isHeldBy }, number) =>
      isHeldBy(world, user) ? [make(user, number + 1, PROFILES.length + number)] : [],
    ),
  ]
  return {
    object: 'PermissionSetAssignment',
    keyPrefix,
    *all() {
      for (let user = 0; user < world.users; user++) yield* of(user)
    },
    byId(id) {
      const ordinal = ordinalOf(id, keyPrefix) ?? Infinity
      const user = Math.floor(ordinal / SLOTS)
      if (user >= world.users) return undefined
      return of(user).find(({ Id }) => Id === makeId(keyPrefix, ordinal))
    },
  }
}
