// Who may do what: profiles, permission sets and who holds them, roles, queues, record types.
import type { Field, ObjectType } from '../types.ts'
import {
  checkbox,
  email,
  longText,
  picklist,
  READ_ONLY,
  reference,
  REQUIRED,
  text,
  textArea,
} from './fields.ts'
import { USER_TYPES } from './picklists.ts'
import { setupFields } from './system.ts'

const NOT_WRITABLE = { createable: false, updateable: false, deletable: false, undeletable: false } as const
const developerName = (more = {}) =>
  text('DeveloperName', 80, { ...REQUIRED, label: 'Developer Name', ...more })
const namespacePrefix = text('NamespacePrefix', 15, READ_ONLY)
/** Of the hundreds of permissions, those this org knows to hold or not. */
const PERMISSIONS: readonly Field[] = [
  checkbox('PermissionsApiEnabled', { label: 'API Enabled' }),
  checkbox('PermissionsModifyAllData', { label: 'Modify All Data' }),
  checkbox('PermissionsViewAllData', { label: 'View All Data' }),
]

export function profileObject(): ObjectType {
  return {
    name: 'Profile',
    label: 'Profile',
    labelPlural: 'Profiles',
    keyPrefix: '00e',
    ...NOT_WRITABLE,
    fields: setupFields(
      text('Name', 255, { ...REQUIRED, nameField: true }),
      ...PERMISSIONS,
      picklist('UserType', USER_TYPES, { ...READ_ONLY, restricted: true, length: 40 }),
      textArea('Description', 255),
    ),
  }
}

export function permissionSetObject(): ObjectType {
  return {
    name: 'PermissionSet',
    label: 'Permission Set',
    labelPlural: 'Permission Sets',
    keyPrefix: '0PS',
    undeletable: false,
    fields: setupFields(
      text('Name', 80, { ...REQUIRED, label: 'Permission Set Name', nameField: true }),
      text('Label', 80, { ...REQUIRED, label: 'Permission Set Label' }),
      reference('ProfileId', 'Profile', READ_ONLY),
      checkbox('IsOwnedByProfile', READ_ONLY),
      checkbox('IsCustom', READ_ONLY),
      ...PERMISSIONS,
      textArea('Description', 255),
      namespacePrefix,
    ),
  }
}

export function permissionSetAssignmentObject(): ObjectType {
  return {
    name: 'PermissionSetAssignment',
    label: 'Permission Set Assignment',
    labelPlural: 'Permission Set Assignments',
    keyPrefix: '0Pa',
    undeletable: false,
    fields: setupFields(
      reference('PermissionSetId', 'PermissionSet', {
        updateable: false,
        children: { name: 'Assignments', cascadeDelete: true },
      }),
      reference('AssigneeId', 'User', {
        ...REQUIRED,
        updateable: false,
        children: { name: 'PermissionSetAssignments' },
      }),
      checkbox('IsActive', READ_ONLY),
    ).filter(({ name }) => !/^(Created|LastModified)/.test(name)),
  }
}

export function userRoleObject(): ObjectType {
  return {
    name: 'UserRole',
    label: 'Role',
    labelPlural: 'Roles',
    keyPrefix: '00E',
    undeletable: false,
    fields: setupFields(
      text('Name', 80, { ...REQUIRED, nameField: true }),
      reference('ParentRoleId', 'UserRole', { label: 'Parent Role ID' }),
      text('RollupDescription', 80, { label: 'Description' }),
      developerName(),
      text('PortalType', 40, READ_ONLY),
    ).filter(({ name }) => !/^Created/.test(name)),
  }
}

export function groupObject(): ObjectType {
  const types = ['Regular', 'Queue', 'Organization', 'Role', 'RoleAndSubordinates']
  return {
    name: 'Group',
    label: 'Group',
    labelPlural: 'Groups',
    keyPrefix: '00G',
    undeletable: false,
    fields: setupFields(
      text('Name', 40, { ...REQUIRED, nameField: true }),
      developerName(),
      reference('RelatedId', ['User', 'UserRole'], READ_ONLY),
      picklist('Type', types, { ...REQUIRED, updateable: false, restricted: true, length: 40 }),
      email('Email', { length: 255 }),
      checkbox('DoesSendEmailToMembers', { label: 'Send Email to Members' }),
      checkbox('DoesIncludeBosses', { label: 'Include Bosses' }),
    ),
  }
}

export function recordTypeObject(): ObjectType {
  const objects = ['Account', 'Case', 'Contact', 'Opportunity']
  return {
    name: 'RecordType',
    label: 'Record Type',
    labelPlural: 'Record Types',
    keyPrefix: '012',
    deletable: false,
    undeletable: false,
    fields: setupFields(
      text('Name', 80, { ...REQUIRED, nameField: true }),
      developerName(),
      namespacePrefix,
      longText('Description', 255, { filterable: true, sortable: true, groupable: true }),
      picklist('SobjectType', objects, { ...REQUIRED, updateable: false, restricted: true, length: 40 }),
      checkbox('IsActive', { label: 'Active' }),
      checkbox('IsPersonType', READ_ONLY),
    ),
  }
}
