import { randomUUID } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync, utimesSync } from 'node:fs'
import path from 'node:path'

const KEPT_PER_KIND = 3
const ABANDONED_AFTER_MS = 60 * 60 * 1000

export interface CachedBundle {
  dir: string
  fromCache: boolean
}

/** The bundle of this name, built unless there is one. It appears under its name only when it is whole. */
export async function cachedBundle(
  folder: string,
  name: string,
  build: (dir: string) => Promise<void>,
): Promise<CachedBundle> {
  const dir = path.join(folder, name)
  if (existsSync(dir)) {
    const now = new Date()
    utimesSync(dir, now, now)
    return { dir, fromCache: true }
  }
  const unfinished = path.join(folder, `unfinished-${randomUUID()}`)
  mkdirSync(unfinished, { recursive: true })
  try {
    await build(unfinished)
    moveInto(dir, unfinished)
  } finally {
    rmSync(unfinished, { recursive: true, force: true })
  }
  prune(folder)
  return { dir, fromCache: false }
}

function moveInto(dir: string, unfinished: string): void {
  try {
    renameSync(unfinished, dir)
  } catch (error) {
    // Another process built the same meanwhile: equal names are equal contents.
    if (!existsSync(dir)) throw error
  }
}

/** Keeps the newest of each kind (`base-…`, `page-…`), and clears away what a killed build left. */
function prune(folder: string): void {
  const entries = readdirSync(folder)
    .map((name) => ({ name, kind: name.split('-')[0] ?? '', usedAt: usedAt(path.join(folder, name)) }))
    .sort((a, b) => b.usedAt - a.usedAt)
  const seen = new Map<string, number>()
  for (const { name, kind, usedAt } of entries) {
    const count = (seen.get(kind) ?? 0) + 1
    seen.set(kind, count)
    const isOld = kind === 'unfinished' ? Date.now() - usedAt > ABANDONED_AFTER_MS : count > KEPT_PER_KIND
    if (isOld) rmSync(path.join(folder, name), { recursive: true, force: true })
  }
}

function usedAt(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0
}
