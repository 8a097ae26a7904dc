import { recordPath } from '../../record-page.ts'

export interface PageReference {
  type: string
  attributes?: Record<string, string | undefined>
  state?: Record<string, unknown>
}

interface Component {
  dispatchEvent(event: Event): boolean
}
type ComponentClass = new () => Component

const Navigate = Symbol('Navigate')
const GenerateUrl = Symbol('GenerateUrl')

/** Dispatched when a component navigates somewhere that exists only in Salesforce. */
export const NAVIGATED_AWAY = 'lightninghost__navigatedaway'

function mixin(Base: ComponentClass): ComponentClass {
  return class extends (Base as new () => Component) {
    [Navigate](reference: PageReference, replace = false): void {
      const url = urlOf(reference)
      if (!url) {
        this.dispatchEvent(
          new CustomEvent(NAVIGATED_AWAY, { bubbles: true, composed: true, detail: reference }),
        )
      } else if (reference.type === 'standard__webPage') {
        window.open(url, '_blank', 'noopener')
      } else {
        window.location[replace ? 'replace' : 'assign'](url)
      }
    }

    [GenerateUrl](reference: PageReference): Promise<string> {
      return Promise.resolve(urlOf(reference) ?? '#')
    }
  }
}

export const NavigationMixin = Object.assign(mixin, { Navigate, GenerateUrl })

/** The page's own address, in the words of the platform. */
export class CurrentPageReference {
  constructor(emit: (reference: PageReference) => void) {
    const [, , , objectApiName, recordId, actionName] = window.location.pathname.split('/')
    const state = Object.fromEntries(new URLSearchParams(window.location.search))
    emit({ type: 'standard__recordPage', attributes: { objectApiName, recordId, actionName }, state })
  }
  connect(): void {}
  update(): void {}
  disconnect(): void {}
}

function urlOf({ type, attributes = {} }: PageReference): string | undefined {
  const { recordId, objectApiName = 'Record', url, pageName } = attributes
  if (type === 'standard__recordPage' && recordId)
    return recordPath(objectApiName, recordId) + window.location.search
  if (type === 'standard__namedPage' && pageName === 'home') return '/'
  if (type === 'standard__webPage' && url && /^(https?|mailto|tel):/.test(url)) return url
  return undefined
}
