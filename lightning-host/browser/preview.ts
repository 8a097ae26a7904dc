import { recordPath } from '../record-page.ts'

export type Theme = 'light' | 'dark'

/** Whether this page is the one inside the phone, which has no bar of its own. */
export function isEmbedded(): boolean {
  return new URLSearchParams(window.location.search).has('embedded')
}

/** This page as the phone shows it. */
export function embeddedUrl(): string {
  const url = new URL(window.location.href)
  url.searchParams.set('embedded', 'true')
  return url.href
}

/** A record's address that keeps the chosen theme, and stays inside the phone. */
export function recordUrl({ object, recordId }: { object: string; recordId: string }): string {
  return recordPath(object, recordId) + window.location.search
}

export function currentTheme(): Theme {
  const chosen = new URLSearchParams(window.location.search).get('theme')
  if (chosen === 'light' || chosen === 'dark') return chosen
  return matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light'
}

/** The server writes the same class into the page it sends for `?theme=`, so nothing flashes on a reload. */
export function chooseTheme(theme: Theme): void {
  document.documentElement.className = `slds-color-scheme--${theme}`
  const url = new URL(window.location.href)
  url.searchParams.set('theme', theme)
  window.history.replaceState(null, '', url)
}
