import { boolean, integer, lookup, string } from '../fields.ts'
import { CATEGORY_PREFIX, ITEM_PREFIX } from '../picklist-gsid.ts'
import { standardObject } from './standard-object.ts'

/** A dropdown list. Its name is its key and stays; its label may change. */
export const picklistCategory = standardObject({
  name: 'Picklist_Category',
  label: 'Picklist Category',
  pluralLabel: 'Picklist Categories',
  prefix: CATEGORY_PREFIX,
  fields: [
    string('Name', 'Name', { length: 60, matching: 'ignore-case', required: true, unique: true }),
    string('Label', 'Label', { required: true }),
  ],
})

/** A choice of a dropdown list. Items are made inactive, never deleted: rows may carry them. */
export const picklistItem = standardObject({
  name: 'Picklist_Item',
  label: 'Picklist Item',
  pluralLabel: 'Picklist Items',
  prefix: ITEM_PREFIX,
  fields: [
    lookup('CategoryId', 'Category', 'Picklist_Category', { required: true }),
    string('Name', 'Name', { matching: 'ignore-case', required: true }),
    string('Label', 'Label', { required: true }),
    integer('SortOrder', 'Sort Order'),
    boolean('IsActive', 'Is Active', { defaultValue: true }),
  ],
  uniqueTogether: [['CategoryId', 'Name']],
})
