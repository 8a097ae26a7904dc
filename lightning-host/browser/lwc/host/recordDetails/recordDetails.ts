import { LightningElement, api } from 'lwc'
import type { Field } from '../../../../record-page.ts'

/** A record's fields, as its page layout shows them to somebody reading. */
export default class RecordDetails extends LightningElement {
  @api fields: Field[] = []
}
