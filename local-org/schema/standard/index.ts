import type { Business } from '../../business/index.ts'
import type { ObjectType } from '../types.ts'
import { groupObject, permissionSetAssignmentObject, permissionSetObject, profileObject } from './access.ts'
import { recordTypeObject, userRoleObject } from './access.ts'
import { accountTeamMemberObject } from './account-team-member.ts'
import { accountObject } from './account.ts'
import { caseObject } from './case.ts'
import { contactObject } from './contact.ts'
import { opportunityObject } from './opportunity.ts'
import type { StandardOrg } from './org.ts'
import { organizationObject } from './organization.ts'
import { userObject } from './user.ts'
import { caseStatusObject, currencyTypeObject, opportunityStageObject } from './value-sets.ts'

/** The objects every org has, as far as this one keeps records of them. */
export function standardObjects({
  business,
  multiCurrency,
}: {
  business: Business
  multiCurrency: boolean
}): ObjectType[] {
  const currencies = multiCurrency ? [...business.currencies.all()].map(({ IsoCode }) => IsoCode) : undefined
  const org: StandardOrg = { business, currencies }
  return [
    accountObject(org),
    accountTeamMemberObject(org),
    caseObject(org),
    caseStatusObject(),
    contactObject(org),
    ...(multiCurrency ? [currencyTypeObject(org)] : []),
    groupObject(),
    opportunityObject(org),
    opportunityStageObject(),
    organizationObject(org),
    permissionSetObject(),
    permissionSetAssignmentObject(),
    profileObject(),
    recordTypeObject(),
    userObject(org),
    userRoleObject(),
  ]
}
