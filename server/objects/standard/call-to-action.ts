import {
  boolean,
  date,
  datetime,
  integer,
  lookup,
  picklist,
  richText,
  string,
  externalId,
} from '../fields.ts'
import { standardObject } from './standard-object.ts'

/**
 * Age, days due, days past due and days until close change every night without anybody writing: they are worked out
 * when read. What is fixed once a call to action closes is kept here.
 */
export const callToAction = standardObject({
  name: 'Call_To_Action',
  label: 'Call To Action',
  pluralLabel: 'Calls To Action',
  prefix: '1S01',
  fields: [
    string('Name', 'Name', { required: true }),
    lookup('CompanyId', 'Company', 'Company', { required: true }),
    lookup('RelationshipId', 'Relationship', 'Relationship'),
    picklist('EntityType', 'Entity Type', 'ENTITY_TYPE', { defaultValue: 'Company' }),
    lookup('OwnerId', 'Assignee', 'User'),
    lookup('ParentId', 'Call To Action Parent Id', 'Call_To_Action'),
    picklist('TypeId', 'Type', 'CTA_TYPE'),
    picklist('StatusId', 'Status', 'CTA_STATUS', { defaultValue: 'New' }),
    picklist('PriorityId', 'Priority', 'CTA_PRIORITY', { defaultValue: 'Medium' }),
    picklist('ReasonId', 'Reason', 'CTA_REASON'),
    picklist('CloseSource', 'Close Source', 'CTA_CLOSE_SOURCE'),
    date('DueDate', 'Due Date', { indexed: true }),
    datetime('ClosedDate', 'Closed Date'),
    boolean('IsClosed', 'Is Closed'),
    boolean('ClosedOverdue', 'Closed Overdue'),
    integer('DueDateVariance', 'Due Date Variance'),
    boolean('IsImportant', 'Is Important'),
    boolean('IsFlagged', 'Flagged'),
    boolean('GsRecommended', 'GS Recommended'),
    integer('TotalTaskCount', 'Total Task Count', { min: 0 }),
    integer('ClosedTaskCount', 'Closed Task Count', { min: 0 }),
    string('FinalMilestone', 'Final Milestone'),
    richText('Comments', 'Comments'),
    externalId('ExternalReferenceId', 'External Reference Id'),
  ],
})
