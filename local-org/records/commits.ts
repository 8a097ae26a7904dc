import { randomUUID } from 'node:crypto'
import type { Change, Commit, Writer } from './types.ts'

type Listener = (commit: Commit) => void

/** Numbers the commits and tells of them, one after the other, even when a listener writes in turn. */
export interface Commits {
  add(writer: Writer, at: number, changes: readonly Change[]): void
  listen(listener: Listener): () => void
}

export function createCommits(): Commits {
  const listeners = new Set<Listener>()
  const waiting: Commit[] = []
  let number = 0
  let isTelling = false
  const tell = () => {
    if (isTelling) return
    isTelling = true
    for (let commit = waiting.shift(); commit; commit = waiting.shift()) {
      for (const listener of [...listeners]) attempt(listener, commit)
    }
    isTelling = false
  }
  return {
    add({ userId, origin }, at, changes) {
      if (changes.length === 0) return
      waiting.push({ transactionKey: randomUUID(), number: ++number, at, userId, origin, changes })
      tell()
    },
    listen(listener) {
      const own: Listener = (commit) => listener(commit)
      listeners.add(own)
      return () => void listeners.delete(own)
    },
  }
}

/** What is committed stays so, whatever a listener makes of it. */
function attempt(listener: Listener, commit: Commit): void {
  try {
    listener(commit)
  } catch (problem) {
    process.emitWarning(problem instanceof Error ? problem : String(problem))
  }
}
