import { LightningElement, api } from 'lwc'
import timeZone from '@salesforce/i18n/timeZone'
import type { FieldType, RelatedList as List } from '../../../../record-page.ts'
import { formFactor } from '../../../platform/form-factor.ts'

/** What the table's column types are called, where that differs; dates of a day carry no time zone. */
const TABLE_TYPES: Partial<Record<FieldType, string>> = {
  date: 'date-local',
  datetime: 'date',
  lookup: 'url',
}

const TYPE_ATTRIBUTES: Partial<Record<FieldType, object>> = {
  percent: { formatStyle: 'percent-fixed' },
  currency: { currencyCode: { fieldName: 'currency' } },
  datetime: { timeZone, year: 'numeric', month: 'short', day: 'numeric', hour: 'numeric', minute: '2-digit' },
}

/** A related list: a table where there is room, and one tile per record on a phone. */
export default class RelatedList extends LightningElement {
  @api list: List

  get isEmpty(): boolean {
    return this.list.rows.length === 0
  }
  get isPhone(): boolean {
    return formFactor === 'Small'
  }
  get rows() {
    return this.list.rows.map((row, index) => ({ ...row, key: String(index), ...linkOf(row) }))
  }
  get columns() {
    return this.list.columns.map(({ label, fieldName, type }) => ({
      label,
      fieldName: type === 'lookup' ? 'href' : fieldName,
      type: TABLE_TYPES[type] ?? type,
      typeAttributes: type === 'lookup' ? { label: { fieldName }, target: '_self' } : TYPE_ATTRIBUTES[type],
      cellAttributes: { alignment: 'left' },
      wrapText: true,
      hideDefaultActions: true,
    }))
  }
  get tiles() {
    const [titleColumn, ...columns] = this.list.columns
    return this.list.rows.map((row, index) => ({
      key: String(index),
      title: titleColumn && fieldOf(row, titleColumn),
      fields: columns.map((column) => fieldOf(row, column)),
    }))
  }
}

type Row = List['rows'][number]

function fieldOf(row: Row, { label, fieldName, type }: List['columns'][number]) {
  const { currency, href } = row
  return { label, valueKey: `${fieldName} value`, type, value: row[fieldName] ?? null, currency, href }
}

/** The next page is seen in the same theme, and inside the phone if this one is. */
function linkOf({ href }: Row): { href?: string } {
  return typeof href === 'string' ? { href: href + window.location.search } : {}
}
