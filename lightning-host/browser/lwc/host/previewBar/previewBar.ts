import { LightningElement, api } from 'lwc'
import type { Example, RecordPage, ViewerChoice } from '../../../../record-page.ts'
import { chooseTheme, currentTheme, recordUrl, type Theme } from '../../../preview.ts'

interface Option {
  key: string
  value: string
  label: string
  selected: boolean
}

/** The preview's own controls. It looks unlike Salesforce on purpose: nothing in it is part of the package. */
export default class PreviewBar extends LightningElement {
  @api page: RecordPage | undefined
  @api examples: Example[] = []
  @api asPhone = false
  theme: Theme = currentTheme()

  get examplesByObject(): { object: string; options: Option[] }[] {
    const groups = Object.groupBy(this.examples, ({ object }) => object)
    return Object.entries(groups).map(([object, examples = []]) => ({
      object,
      options: examples.map((example) => ({
        key: `${object} ${example.recordId}`,
        value: recordUrl(example),
        label: withNote(example),
        selected: example.recordId === this.page?.recordId,
      })),
    }))
  }
  /** The first choice when the page shows none of the examples. */
  get otherRecord(): string | undefined {
    if (this.examples.some(({ recordId }) => recordId === this.page?.recordId)) return undefined
    return this.page ? this.page.name : 'Choose a record'
  }
  get viewers(): Option[] {
    const viewers: ViewerChoice[] = this.page?.viewers ?? []
    return viewers.map(({ id, name, note }) => ({
      key: id,
      value: id,
      label: withNote({ name, note }),
      selected: id === this.page?.viewer.id,
    }))
  }
  get isDark(): boolean {
    return this.theme === 'dark'
  }
  get themeLabel(): string {
    return this.isDark ? 'Switch to light' : 'Switch to dark'
  }
  get widthLabel(): string {
    return this.asPhone ? 'Show at full width' : 'Show on a phone'
  }
  handleRecord(event: Event): void {
    window.location.assign((event.target as HTMLSelectElement).value)
  }

  async handleViewer(event: Event): Promise<void> {
    const userId = (event.target as HTMLSelectElement).value
    await fetch('/preview/viewer', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ userId }),
    })
    window.location.reload()
  }

  handleTheme(): void {
    this.theme = this.isDark ? 'light' : 'dark'
    chooseTheme(this.theme)
    this.dispatchEvent(new CustomEvent('themechange'))
  }

  handleWidth(): void {
    this.dispatchEvent(new CustomEvent('phonetoggle'))
  }
}

/** A name from right to left must not pull the note to its other side, so each is isolated. */
function withNote({ name, note }: { name: string; note: string }): string {
  return note ? `\u2068${name}\u2069 – ${note}` : name
}
