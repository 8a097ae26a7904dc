import { rm } from 'node:fs/promises'
import type { Rendering } from './render.ts'

/** A rendering in the hands of a job. */
export interface Held {
  readonly rendering: Rendering
  release(): Promise<void>
}

/** Renderings that several jobs use: the last one to let go of it removes it, unless it may be asked for again. */
export interface Shelf {
  take(key: string): Held | undefined
  /** Without a key it is for nobody else. */
  put(rendering: Rendering, key: string | undefined): Held
}

/** How many stay although no job has them any more, so that a sync that tidies up does not start over. */
const IDLE = 3

interface Entry {
  readonly rendering: Rendering
  readonly key: string | undefined
  holders: number
}

export function createShelf(): Shelf {
  const byKey = new Map<string, Entry>()
  const idle = new Set<Entry>()

  const discard = async (entry: Entry) => {
    idle.delete(entry)
    if (entry.key !== undefined && byKey.get(entry.key) === entry) byKey.delete(entry.key)
    await rm(entry.rendering.path, { force: true })
  }
  const rest = async (entry: Entry) => {
    if (entry.key === undefined || byKey.get(entry.key) !== entry) return discard(entry)
    idle.add(entry)
    const [oldest] = idle
    if (oldest && idle.size > IDLE) await discard(oldest)
  }
  const hold = (entry: Entry): Held => {
    idle.delete(entry)
    entry.holders++
    let held = true
    return {
      rendering: entry.rendering,
      async release() {
        if (!held) return
        held = false
        if (--entry.holders === 0) await rest(entry)
      },
    }
  }
  return {
    take(key) {
      const entry = byKey.get(key)
      return entry && hold(entry)
    },
    put(rendering, key) {
      const entry = { rendering, key, holders: 0 }
      if (key !== undefined) byKey.set(key, entry)
      return hold(entry)
    },
  }
}
