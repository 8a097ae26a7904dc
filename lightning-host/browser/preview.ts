import { recordPath } from '../record-page.ts'

export type Theme = 'light' | 'dark'

/** Whether this page is the one inside the phone, which has no bar of its own. */
export function isEmbedded(): boolean {
  return new URLSearchParams(location.search).has('embedded')
}

/** A record's address that keeps the chosen theme, and stays inside the phone. */
export function recordUrl({ object, recordId }: { object: string; recordId: string }): string {
  return recordPath(object, recordId) + location.search
}

export function currentTheme(): Theme {
  const chosen = new URLSearchParams(location.search).get('theme')
  if (chosen === 'light' || chosen === 'dark') return chosen
  return matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light'
}

/** The server writes the same class into the page it sends for `?theme=`, so nothing flashes on a reload. */
export function chooseTheme(theme: Theme): void {
  document.documentElement.className = `slds-color-scheme--${theme}`
  const url = new URL(location.href)
  url.searchParams.set('theme', theme)
  history.replaceState(null, '', url)
}
