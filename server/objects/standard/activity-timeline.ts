import {
  boolean,
  datetime,
  externalId,
  gsid,
  integer,
  lookup,
  picklist,
  richText,
  salesforceId,
  string,
} from '../fields.ts'
import { standardObject } from './standard-object.ts'

export const activityTimeline = standardObject({
  name: 'Activity_Timeline',
  label: 'Timeline Activity',
  pluralLabel: 'Timeline Activities',
  prefix: '1A01',
  fields: [
    picklist('TypeName', 'Activity Type', 'ACTIVITY_TYPE', { required: true, defaultValue: 'Update' }),
    string('Subject', 'Subject', { required: true, length: 1024 }),
    richText('Notes', 'Notes'),
    richText('Comments', 'Comments'),
    datetime('ActivityDate', 'Activity Date', { required: true, indexed: true }),
    integer('DurationInMinutes', 'Duration In Minutes', { min: 0 }),
    lookup('GsCompanyId', 'Company Id', 'Company'),
    lookup('GsRelationshipId', 'Relationship Id', 'Relationship'),
    // Where it was logged: a GSID of any object, so no lookup.
    string('ContextName', 'Context Name'),
    gsid('ContextId', 'Context Id', { indexed: true }),
    lookup('AuthorId', 'Author', 'User'),
    salesforceId('SfdcCreatedBy', 'Created by', { indexed: false }),
    lookup('GsCreatedBy', 'GS Created By', 'User'),
    richText('InternalAttendees', 'Internal Attendees'),
    richText('ExternalAttendees', 'External Attendees'),
    boolean('IsDraft', 'Is Draft'),
    boolean('IsMilestone', 'Is Milestone'),
    externalId('ExternalId', 'External Id'),
  ],
})
