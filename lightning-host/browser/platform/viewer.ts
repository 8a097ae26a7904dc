import type { Viewer } from '../../record-page.ts'

// Salesforce compiles these into the modules it serves to a user. Here they are set once, before any module
// that reads them is loaded.
let viewer: Viewer = { id: '', name: '' }

export let userId: string | undefined
export let isGuest = true

export function setViewer(next: Viewer): void {
  viewer = next
  userId = next.id || undefined
  isGuest = !next.id
}

export function currentViewer(): Viewer {
  return viewer
}

/** As on the platform: true, or undefined. */
export function hasPermission(name: string): true | undefined {
  return viewer.permissions?.includes(name) || undefined
}
