import { LightningElement, api } from 'lwc'
import timeZone from '@salesforce/i18n/timeZone'
import type { Field } from '../../../../record-page.ts'

/** One value, written the way its type is written in Salesforce. Nothing is written for an empty one. */
export default class FieldValue extends LightningElement {
  @api field: Field
  readonly timeZone = timeZone

  get isEmpty(): boolean {
    return this.field.value === null || this.field.value === ''
  }
  get isUrl(): boolean {
    return this.field.type === 'url'
  }
  get isDate(): boolean {
    return this.field.type === 'date'
  }
  get isDatetime(): boolean {
    return this.field.type === 'datetime'
  }
  get isNumber(): boolean {
    return this.field.type === 'number'
  }
  get isPercent(): boolean {
    return this.field.type === 'percent'
  }
  get isCurrency(): boolean {
    return this.field.type === 'currency'
  }
  get isEmail(): boolean {
    return this.field.type === 'email'
  }
  get isPhone(): boolean {
    return this.field.type === 'phone'
  }
  get isLink(): boolean {
    return this.field.type === 'lookup' && !!this.field.href
  }
  /** The next page is seen in the same theme, and inside the phone if this one is. */
  get href(): string {
    return `${this.field.href}${window.location.search}`
  }
}
