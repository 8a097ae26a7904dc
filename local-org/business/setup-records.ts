// The records of the org's own set-up, as Salesforce's API gives them.
import type { Permissions, Stamps } from './records.ts'

export interface Organization extends Stamps {
  readonly Id: string
  readonly Name: string
  readonly Division: string
  readonly Street: string
  readonly City: string
  readonly State: string
  readonly PostalCode: string
  readonly Country: string
  readonly Phone: string
  readonly PrimaryContact: string
  readonly DefaultLocaleSidKey: string
  readonly TimeZoneSidKey: string
  readonly LanguageLocaleKey: string
  readonly FiscalYearStartMonth: number
  readonly UsesStartDateAsFiscalYearName: boolean
  readonly OrganizationType: string
  readonly NamespacePrefix: null
  readonly InstanceName: string
  readonly IsSandbox: boolean
  readonly TrialExpirationDate: null
  readonly DefaultCurrencyIsoCode: string
}

export interface PermissionSet extends Stamps, Permissions {
  readonly Id: string
  readonly Name: string
  readonly Label: string
  readonly ProfileId: string | null
  readonly IsOwnedByProfile: boolean
  readonly IsCustom: boolean
  readonly Description: string | null
}

export interface PermissionSetAssignment {
  readonly Id: string
  readonly PermissionSetId: string
  readonly AssigneeId: string
  readonly IsActive: boolean
  readonly SystemModstamp: string
}

export interface UserRole {
  readonly Id: string
  readonly Name: string
  readonly DeveloperName: string
  readonly ParentRoleId: string | null
  readonly LastModifiedDate: string
  readonly LastModifiedById: string
  readonly SystemModstamp: string
}

/** Queues: cases wait in them for an owner. */
export interface Group extends Stamps {
  readonly Id: string
  readonly Name: string
  readonly DeveloperName: string
  readonly Type: 'Queue'
  readonly Email: string
  readonly DoesSendEmailToMembers: boolean
  readonly DoesIncludeBosses: boolean
}

export interface RecordType extends Stamps {
  readonly Id: string
  readonly Name: string
  readonly DeveloperName: string
  readonly NamespacePrefix: null
  readonly Description: string
  readonly SobjectType: string
  readonly IsActive: boolean
  readonly IsPersonType: boolean
}

export interface CaseStatus extends Stamps {
  readonly Id: string
  readonly MasterLabel: string
  readonly ApiName: string
  readonly SortOrder: number
  readonly IsDefault: boolean
  readonly IsClosed: boolean
}
