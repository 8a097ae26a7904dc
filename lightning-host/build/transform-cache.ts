import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { Plugin, TransformResult } from 'rollup'

type Transform = (this: unknown, code: string, id: string) => TransformResult

export interface TransformCache {
  /** The same plugin, compiling each file of node_modules only once per content. */
  around(plugin: Plugin): Plugin
  /** Keeps what this build used, and forgets the rest. */
  save(): void
}

/** Compiling the base components is nearly all the work of a build, and they change only with an upgrade. */
export function transformCache(file: string, toolsKey: string): TransformCache {
  const known = load(file)
  const used = new Map<string, string>()
  let added = false

  function cached(transform: Transform): Transform {
    return function (code, id) {
      if (!id.includes('node_modules')) return transform.call(this, code, id)
      const key = createHash('sha1').update(toolsKey).update(id).update('\0').update(code).digest('base64url')
      let output = known.get(key)
      if (output === undefined) {
        const result = transform.call(this, code, id)
        if (!result || typeof result !== 'object' || result.code === undefined) return result
        output = result.code
        known.set(key, output)
        added = true
      }
      used.set(key, output)
      return { code: output, map: null }
    }
  }

  return {
    around: (plugin) => ({ ...plugin, transform: cached(plugin.transform as Transform) }),
    save() {
      if (!added && used.size === known.size) return
      mkdirSync(path.dirname(file), { recursive: true })
      writeFileSync(`${file}.${process.pid}`, JSON.stringify(Object.fromEntries(used)))
      renameSync(`${file}.${process.pid}`, file)
      added = false
    },
  }
}

function load(file: string): Map<string, string> {
  try {
    return new Map(Object.entries(JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>))
  } catch {
    return new Map()
  }
}
