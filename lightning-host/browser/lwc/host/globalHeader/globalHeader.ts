import { LightningElement, api } from 'lwc'
import type { Example, RecordPage } from '../../../../record-page.ts'
import { recordUrl } from '../../../preview.ts'

const PLURALS: Record<string, string> = { Account: 'Accounts', Case: 'Cases', Opportunity: 'Opportunities' }

/** The app's header. Each object's tab leads to the first example of it. */
export default class GlobalHeader extends LightningElement {
  @api page: RecordPage | undefined
  @api examples: Example[] = []

  get tabs() {
    return Object.entries(PLURALS).flatMap(([object, label]) => {
      const example = this.examples.find((each) => each.object === object)
      if (!example) return []
      const isCurrent = object === this.page?.object
      return [{ label, url: recordUrl(example), current: isCurrent ? 'page' : undefined }]
    })
  }
  get userName(): string {
    return this.page?.viewer.name ?? ''
  }
  get initials(): string {
    const words = this.userName.split(/\s+/)
    return [words.at(0), words.length > 1 ? words.at(-1) : ''].map((word) => word?.[0] ?? '').join('')
  }
}
