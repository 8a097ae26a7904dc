import { LightningElement, api } from 'lwc'
import type { RecordPage } from '../../../../record-page.ts'

/** The panel across the top of a record page: what it is, and the few fields everyone looks for. */
export default class Highlights extends LightningElement {
  @api page: RecordPage

  get iconName(): string {
    return `standard:${this.page.object.toLowerCase()}`
  }
}
