import { expect, test } from 'vitest'
import { createBusiness } from '../../../local-org/business/index.ts'
import { orgIdFor } from '../../../local-org/identity/org.ts'

const business = createBusiness({ seed: 1, accounts: 200, today: '2026-11-20' })
const users = [...business.users.all()]

test.each([1, 2, 3, 42])('one active user of seed %i has a profile that may not use the API', (seed) => {
  const made = createBusiness({ seed, accounts: 1, today: '2026-11-20' })
  const barred = [...made.users.all()].filter(
    ({ ProfileId }) => made.profiles.byId(ProfileId)?.PermissionsApiEnabled === false,
  )
  expect(barred).toHaveLength(1)
  expect(barred[0]?.IsActive).toBe(true)
})

test('there is one organization, and the id tells whose org it is', () => {
  expect([...business.organizations.all()].map(({ Id }) => Id)).toEqual([orgIdFor(1)])
})

test('every user holds the permission set of the profile; who has a licence holds that for Team View', () => {
  const label = (id: string) => business.permissionSets.byId(id)?.Label
  const held = Map.groupBy(business.permissionSetAssignments.all(), ({ AssigneeId }) => AssigneeId)
  expect(held.size).toBe(users.length)
  for (const { Id, ProfileId } of users) {
    const sets = held.get(Id)!.map(({ PermissionSetId }) => business.permissionSets.byId(PermissionSetId)!)
    expect(sets[0]?.ProfileId).toBe(ProfileId)
    expect(sets.some(({ Label }) => Label === 'Team View User')).toBe(business.licence(Id) !== null)
  }
  const integration = [...held].filter(([, sets]) =>
    sets.some(({ PermissionSetId }) => label(PermissionSetId) === 'Sync Integration'),
  )
  expect(integration.map(([id]) => business.users.byId(id)?.Title)).toEqual(['Salesforce Administrator'])
})

test('roles lead up to one at the top, and every user in a team has one below that of the manager', () => {
  for (let role of business.roles.all()) {
    let steps = 0
    while (role.ParentRoleId !== null) {
      role = business.roles.byId(role.ParentRoleId)!
      expect(++steps).toBeLessThan(5)
    }
    expect(role.Name).toBe('Customer Operations')
  }
  const roleOf = (id: string | null) => business.roles.byId(business.users.byId(id!)!.UserRoleId!)
  const below = users.filter(({ ManagerId, UserRoleId }) => ManagerId !== null && UserRoleId !== null)
  expect(below.length).toBeGreaterThan(30)
  for (const { Id, ManagerId } of below) expect(roleOf(Id)?.ParentRoleId).toBe(roleOf(ManagerId)?.Id)
})

test('an opportunity is of the record type that its type names', () => {
  for (const { Type, RecordTypeId } of business.opportunities.all())
    expect(business.recordTypes.byId(RecordTypeId)?.Name).toBe(Type)
})
