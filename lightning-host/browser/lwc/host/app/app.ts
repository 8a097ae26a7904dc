import { LightningElement, api } from 'lwc'
import Toast from 'lightning/toast'
import type { PageReference } from '../../../platform/navigation.ts'
import type { ToastDetail } from '../../../platform/show-toast-event.ts'
import type { Screen } from '../../../screen.ts'
import { embeddedUrl, isEmbedded } from '../../../preview.ts'

const TOAST = 'lightning__showtoast'
const NAVIGATED_AWAY = 'lightninghost__navigatedaway'

/** The whole window: the preview's own bar, and under it the page as Salesforce shows it. */
export default class App extends LightningElement {
  @api screen: Screen
  asPhone = false
  phoneUrl = embeddedUrl()

  override connectedCallback(): void {
    this.addEventListener(TOAST, (event) => this.showToast(event as CustomEvent<ToastDetail>))
    this.addEventListener(NAVIGATED_AWAY, (event) => this.explainAway(event as CustomEvent<PageReference>))
  }

  get showBar(): boolean {
    return !isEmbedded()
  }
  get page() {
    return this.screen.kind === 'record' ? this.screen.page : undefined
  }
  get examples() {
    return this.screen.kind === 'record'
      ? this.screen.page.examples
      : 'examples' in this.screen
        ? this.screen.examples
        : []
  }
  get isLanding(): boolean {
    return this.screen.kind === 'landing'
  }
  get isMissing(): boolean {
    return this.screen.kind === 'missing'
  }
  get trouble(): string | undefined {
    return this.screen.kind === 'trouble' ? this.screen.message : undefined
  }

  handlePhoneToggle(): void {
    this.asPhone = !this.asPhone
    this.phoneUrl = embeddedUrl()
  }

  handleThemeChange(): void {
    this.phoneUrl = embeddedUrl()
  }

  private showToast(event: CustomEvent<ToastDetail>): void {
    // The base components' own toasts travel under the same name and carry their class.
    if ('toast' in event.detail) return
    event.stopPropagation()
    const { title, message, messageData, variant, mode } = event.detail
    const links = messageData?.filter((part) => typeof part === 'object')
    Toast.show({
      label: title,
      variant: variant ?? 'info',
      mode: mode === 'sticky' ? 'sticky' : 'dismissible',
      ...(message && { message }),
      ...(links?.length && { messageLinks: links }),
    })
  }

  private explainAway({ detail }: CustomEvent<PageReference>): void {
    Toast.show({
      label: 'This opens in Salesforce',
      message: `The preview has no page of the type ${detail.type}.`,
      variant: 'info',
      mode: 'dismissible',
    })
  }
}
