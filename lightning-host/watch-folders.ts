import { watch } from 'node:fs'

/** An editor saves in several steps; what follows within this time belongs to the same change. */
const SETTLED_AFTER_MS = 60

/** Calls back after something in the folders changed. Returns a function that stops it. */
export function watchFolders(folders: string[], changed: () => void): () => void {
  let timer: NodeJS.Timeout | undefined
  const later = () => {
    clearTimeout(timer)
    timer = setTimeout(changed, SETTLED_AFTER_MS)
  }
  const watchers = folders.map((folder) => watch(folder, { recursive: true }, later))
  return () => {
    clearTimeout(timer)
    for (const watcher of watchers) watcher.close()
  }
}
