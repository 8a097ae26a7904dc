import { createHash } from 'node:crypto'

/**
 * GSIDs of picklist categories and items are made from their names, so that the same item has the same GSID in every
 * tenant (a mapping can move from a sandbox to production) and adding it twice is one row. Both carry the category's
 * code after the prefix: "this item is of this field's category" is then a check on the value itself, which costs a
 * bulk merge nothing beside the foreign key.
 */
export const ITEM_PREFIX = '1I00'
export const CATEGORY_PREFIX = '1I01'
export const CATEGORY_CODE_LENGTH = 8

const hash = (text: string): string =>
  createHash('sha256').update(text.toLowerCase()).digest('hex').toUpperCase()
const categoryCode = (category: string): string => hash(category).slice(0, CATEGORY_CODE_LENGTH)

export const picklistCategoryGsid = (category: string): string =>
  `${CATEGORY_PREFIX}${hash(category).slice(0, 32)}`

/** What the GSID of every item of the category begins with. */
export const picklistItemPrefix = (category: string): string => `${ITEM_PREFIX}${categoryCode(category)}`

export const picklistItemGsid = (category: string, item: string): string =>
  `${picklistItemPrefix(category)}${hash(`${category}\n${item}`).slice(0, 32 - CATEGORY_CODE_LENGTH)}`
