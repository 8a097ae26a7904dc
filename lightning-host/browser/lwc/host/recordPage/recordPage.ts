import { LightningElement, api } from 'lwc'
import type { RecordPage as Page } from '../../../../record-page.ts'

/**
 * A record home page with a right-hand region. In the document the region comes before the main column, where
 * the Salesforce mobile app shows it; the grid puts it on the right where there is room.
 */
export default class RecordPage extends LightningElement {
  @api page: Page

  get relatedLabel(): string {
    return `Related (${this.page.related.length})`
  }
  get related() {
    return this.page.related.map((list, index) => ({ ...list, key: `${index} ${list.label}` }))
  }
}
