import { ordinalOf } from '../salesforce-id.ts'
import { permissionSetAssignments, permissionSets } from './access.ts'
import { account, accountId, accountModified } from './accounts.ts'
import {
  CASE_SLOTS,
  caseCount,
  caseModified,
  caseOf,
  looseCase,
  looseCaseCount,
  looseCaseModified,
} from './cases.ts'
import { castIndex, USER_CAST, type AccountRole } from './cast.ts'
import { COMPANY_NAME } from './company.ts'
import { CONTACT_SLOTS, contact, contactCount, contactModified } from './contacts.ts'
import { isoDay } from './dates.ts'
import { healthOf, type Health } from './health.ts'
import * as deals from './opportunities.ts'
import { KEY_PREFIXES, type AccountTeamMember, type Case, type Contact, type Opportunity } from './records.ts'
import type { Account, CurrencyType, OpportunityStage, Profile, User } from './records.ts'
import { currencyTypes, opportunityStages, profiles } from './reference-data.ts'
import { recycleBin, type RecycleBin } from './recycle-bin.ts'
import { userRoles } from './roles.ts'
import { caseStatuses, groups, organizations, recordTypes } from './setup.ts'
import type { CaseStatus, Group, Organization, PermissionSet } from './setup-records.ts'
import type { PermissionSetAssignment, RecordType, UserRole } from './setup-records.ts'
import { licenceOf, type Licence } from './staff.ts'
import { listTable, numberedTable, perAccountTable, type ChildTable, type Table } from './tables.ts'
import { memberSince, TEAM_SLOTS, teamMember, teamSize } from './team.ts'
import { accountTraits } from './traits.ts'
import { user, userId } from './users.ts'
import { createWorld, type BusinessOptions, type World } from './world.ts'

export type { AccountRole, BusinessOptions, ChildTable, Health, Licence, Table }
export type * from './records.ts'
export { trendOf, type Trend } from './health.ts'
export type { Mapping, Trajectory } from './kinds.ts'
export { COMPANY_DOMAIN } from './company.ts'
export type * from './setup-records.ts'

/** A software company and its customers, as its Salesforce org has them. */
export interface Business {
  readonly seed: number
  /** `YYYY-MM-DD` */
  readonly today: string
  readonly name: string
  readonly counts: { readonly accounts: number; readonly users: number }
  readonly users: Table<User>
  readonly profiles: Table<Profile>
  readonly currencies: Table<CurrencyType>
  readonly stages: Table<OpportunityStage>
  readonly caseStatuses: Table<CaseStatus>
  readonly organizations: Table<Organization>
  readonly permissionSets: Table<PermissionSet>
  readonly permissionSetAssignments: Table<PermissionSetAssignment>
  readonly roles: Table<UserRole>
  readonly queues: Table<Group>
  readonly recordTypes: Table<RecordType>
  readonly accounts: Table<Account>
  readonly contacts: ChildTable<Contact>
  readonly cases: ChildTable<Case>
  readonly opportunities: ChildTable<Opportunity>
  readonly teamMembers: ChildTable<AccountTeamMember>
  /** What lies in the recycle bin; none of it is in the tables. */
  readonly deleted: RecycleBin
  /** How a customer is doing, which no Salesforce field says. Undefined for an id that is no account here. */
  health(accountId: string): Health | undefined
  /** What a user may do in the backend; null is no licence. */
  licence(userId: string): Licence | null
  /** The account that plays a fixed part, if the business is large enough to have it. */
  starring(role: AccountRole): Account | undefined
  /** The users for a preview: one for each kind of licence. */
  readonly viewers: { readonly csm: string; readonly seller: string; readonly agent: string }
}

export function createBusiness(options: BusinessOptions): Business {
  const world = createWorld(options)
  const accounts = numberedTable({
    object: 'Account',
    keyPrefix: KEY_PREFIXES.Account,
    count: world.accounts,
    make: (index) => account(accountTraits(world, index)),
    modified: (index) => accountModified(world, index),
  })
  return {
    seed: world.seed,
    today: isoDay(world.today),
    name: COMPANY_NAME,
    counts: { accounts: world.accounts, users: world.users },
    ...companyTables(world),
    ...setupTables(world),
    ...childTables(world),
    deleted: recycleBin(world),
    accounts,
    health(id) {
      const index = ordinalOf(id, KEY_PREFIXES.Account)
      return index !== undefined && index < world.accounts ? healthOf(accountTraits(world, index)) : undefined
    },
    licence(id) {
      const index = ordinalOf(id, KEY_PREFIXES.User)
      return index !== undefined && index < world.users ? licenceOf(world, index) : null
    },
    starring: (role) => accounts.byId(accountId(castIndex(role))),
    viewers: { csm: userId(USER_CAST.csm), seller: userId(USER_CAST.seller), agent: userId(USER_CAST.agent) },
  }
}

function companyTables(world: World) {
  return {
    users: numberedTable({
      object: 'User',
      keyPrefix: KEY_PREFIXES.User,
      count: world.users,
      make: (index) => user(world, index),
    }),
    profiles: listTable('Profile', KEY_PREFIXES.Profile, profiles(world)),
    currencies: listTable('CurrencyType', KEY_PREFIXES.CurrencyType, currencyTypes(world)),
    stages: listTable('OpportunityStage', KEY_PREFIXES.OpportunityStage, opportunityStages(world)),
  }
}

function setupTables(world: World) {
  return {
    caseStatuses: caseStatuses(world),
    organizations: organizations(world),
    permissionSets: permissionSets(world),
    permissionSetAssignments: permissionSetAssignments(world),
    roles: userRoles(world),
    queues: groups(world),
    recordTypes: recordTypes(world),
  }
}

const upTo = (count: number) => Array.from({ length: count }, (_, slot) => slot)

function childTables(world: World) {
  return {
    contacts: perAccountTable<Contact>(world, {
      object: 'Contact',
      keyPrefix: KEY_PREFIXES.Contact,
      slots: CONTACT_SLOTS,
      used: (standing) => upTo(contactCount(standing)),
      make: contact,
      modified: contactModified,
    }),
    cases: perAccountTable<Case>(world, {
      object: 'Case',
      keyPrefix: KEY_PREFIXES.Case,
      slots: CASE_SLOTS,
      used: (standing) => upTo(caseCount(standing)),
      make: caseOf,
      modified: caseModified,
      loose: {
        count: looseCaseCount(world),
        make: (number) => looseCase(world, number),
        modified: (number) => looseCaseModified(world, number),
      },
    }),
    opportunities: perAccountTable<Opportunity>(world, {
      object: 'Opportunity',
      keyPrefix: KEY_PREFIXES.Opportunity,
      slots: deals.OPPORTUNITY_SLOTS,
      used: deals.opportunitySlots,
      make: deals.opportunityOf,
      modified: deals.opportunityModified,
      loose: {
        count: deals.looseOpportunityCount(world),
        make: (number) => deals.looseOpportunity(world, number),
        modified: (number) => deals.looseOpportunityModified(world, number),
      },
    }),
    teamMembers: perAccountTable<AccountTeamMember>(world, {
      object: 'AccountTeamMember',
      keyPrefix: KEY_PREFIXES.AccountTeamMember,
      slots: TEAM_SLOTS,
      used: (standing) => upTo(teamSize(standing)),
      make: teamMember,
      modified: memberSince,
    }),
  }
}
