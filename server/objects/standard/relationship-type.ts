import { boolean, externalId, integer, richText, string } from '../fields.ts'
import { standardObject } from './standard-object.ts'

export const relationshipType = standardObject({
  name: 'Relationship_Type',
  label: 'Relationship Type',
  pluralLabel: 'Relationship Types',
  prefix: '1P06',
  fields: [
    string('Name', 'Name', { required: true, indexed: true }),
    richText('Description', 'Description'),
    integer('DisplayOrder', 'Display Order', { min: 0 }),
    boolean('IsActive', 'Is Active', { defaultValue: true }),
    externalId('ExternalId', 'External Id'),
  ],
})
