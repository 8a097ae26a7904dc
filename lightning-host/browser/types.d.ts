// The modules the page's components import, as far as they use them; components in templates need no types.
declare module 'host/*' {
  import type { LightningElement } from 'lwc'
  const component: typeof LightningElement
  export default component
}

declare module '@salesforce/i18n/timeZone' {
  const timeZone: string
  export default timeZone
}

declare module 'lightning/toast' {
  const Toast: {
    show(config: {
      label: string
      message?: string
      messageLinks?: { url: string; label: string }[]
      variant?: string
      mode?: string
    }): void
  }
  export default Toast
}

declare module '*.html' {
  const template: unknown
  export default template
}
