import path from 'node:path'
import { packageSources } from './sources.ts'

/** A Lightning web component (or a plain module) of the package, under the name other components import it by. */
export interface LwcModule {
  name: string
  path: string
}

/** Bundles live in `<feature>/lwc/<bundle>/<bundle>.ts`, which is not the layout LWC's own resolver looks for. */
export function findModules(forceApp: string): LwcModule[] {
  const found = new Map<string, string>()
  for (const file of packageSources(forceApp).filter(isBundleEntry)) {
    const name = `c/${path.parse(file).name}`
    const earlier = found.get(name)
    if (earlier) throw new Error(`Two bundles are called ${name}: ${earlier} and ${file}`)
    found.set(name, file)
  }
  return [...found].map(([name, file]) => ({ name, path: file }))
}

function isBundleEntry(file: string): boolean {
  const { dir, name, ext } = path.parse(file)
  const isOfBundle = path.basename(dir) === name && path.basename(path.dirname(dir)) === 'lwc'
  return isOfBundle && (ext === '.ts' || ext === '.js')
}
