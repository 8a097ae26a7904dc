// Platform modules that no installed package declares.
declare module '@salesforce/label/*' {
  const text: string
  export default text
}
declare module '@salesforce/i18n/locale' {
  const locale: string
  export default locale
}
declare module '@salesforce/i18n/lang' {
  const language: string
  export default language
}
declare module '@salesforce/i18n/timeZone' {
  const timeZone: string
  export default timeZone
}
declare module '@salesforce/apex' {
  export function refreshApex(provisioned: unknown): Promise<void>
}
declare module 'lightning/refresh' {
  export function registerRefreshHandler(component: object, handler: () => Promise<boolean>): number
  export function unregisterRefreshHandler(id: number | undefined): void
  export class RefreshEvent extends CustomEvent<void> {
    constructor()
  }
}
// Files the component compiler turns into modules of their own.
declare module '*.html' {
  const template: unknown
  export default template
}
