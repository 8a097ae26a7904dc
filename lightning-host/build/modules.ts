import path from 'node:path'
import type { Plugin } from 'rollup'
import { BuildError } from './build-error.ts'
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
    if (earlier) throw new BuildError({ message: `Another bundle is called ${name}: ${earlier}`, file })
    found.set(name, file)
  }
  return [...found].map(([name, file]) => ({ name, path: file }))
}

function isBundleEntry(file: string): boolean {
  const { dir, name, ext } = path.parse(file)
  const isOfBundle = path.basename(dir) === name && path.basename(path.dirname(dir)) === 'lwc'
  return isOfBundle && (ext === '.ts' || ext === '.js')
}

/** Finds what is imported as `c/…`; LWC's own resolver would want a configuration file beside the sources. */
export function packageModules(modules: LwcModule[]): Plugin {
  const pathOf = new Map(modules.map((module) => [module.name, module.path]))
  return {
    name: 'package-modules',
    resolveId(specifier, importer) {
      if (!specifier.startsWith('c/')) return null
      const file = pathOf.get(specifier)
      if (!file) throw problem(`The package has no bundle ${specifier}`, importer)
      return `${file}?${new URLSearchParams({ specifier })}` // the name by which LWC calls the component
    },
  }
}

function problem(message: string, importer: string | undefined): BuildError {
  const file = importer?.split('?')[0]
  return new BuildError({ message, ...(file && { file }) })
}
