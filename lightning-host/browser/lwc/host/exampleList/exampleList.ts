import { LightningElement, api } from 'lwc'
import type { Example } from '../../../../record-page.ts'
import { recordUrl } from '../../../preview.ts'

/** Records worth looking at, by object, each with what there is to see on it. */
export default class ExampleList extends LightningElement {
  @api examples: Example[] = []

  get groups() {
    const groups = Object.groupBy(this.examples, ({ object }) => object)
    return Object.entries(groups).map(([object, examples = []]) => ({
      object,
      iconName: `standard:${object.toLowerCase()}`,
      links: examples.map((example) => ({ ...example, url: recordUrl(example) })),
    }))
  }
}
