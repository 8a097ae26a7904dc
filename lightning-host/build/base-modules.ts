import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import type { Plugin } from 'rollup'
import { BuildError } from './build-error.ts'
import { isShimmed } from './platform-modules.ts'

/**
 * LWC itself and Salesforce's base components are built once and kept, apart from the page that uses them:
 * they are nearly all of the code and change only with an upgrade, so a change of ours builds in a moment.
 */
const ENGINE = ['@lwc/synthetic-shadow', 'lwc', '@lwc/wire-service']

/** Every base module these sources use, each of which the base bundle offers under its name. */
export function baseModulesUsed(sources: string[], baseComponents: string): string[] {
  const used = new Set<string>()
  for (const file of sources) {
    for (const specifier of lightningModulesIn(file)) {
      if (isShimmed(specifier)) continue
      if (!existsSync(path.join(baseComponents, 'src', specifier))) {
        throw new BuildError({ message: `${specifier} exists only in Salesforce`, file })
      }
      used.add(specifier)
    }
  }
  return [...ENGINE, ...[...used].sort()]
}

/** Leaves these modules where they are: the page imports each by the address it is served under. */
export function linkModules(addresses: ReadonlyMap<string, string>): Plugin {
  return {
    name: 'link-modules',
    resolveId(specifier, importer) {
      const isRelative = specifier.startsWith('.') && importer !== undefined
      const id = addresses.get(isRelative ? path.resolve(path.dirname(importer), specifier) : specifier)
      return id === undefined ? null : { id, external: 'absolute' }
    },
  }
}

/** Lets base modules be a bundle's own entries: LWC's resolver only looks at what some file imports. */
export function resolveEntries(importer: string): Plugin {
  return {
    name: 'resolve-entries',
    resolveId(specifier, from, options) {
      const isModuleName = from === undefined && !path.isAbsolute(specifier)
      return isModuleName ? this.resolve(specifier, importer, { ...options, isEntry: true }) : null
    },
  }
}

export function baseFileName(specifier: string): string {
  return `${specifier.replaceAll('/', '-').replace('@', '')}.js`
}

function lightningModulesIn(file: string): string[] {
  const source = readFileSync(file, 'utf8')
  return file.endsWith('.html')
    ? [...source.matchAll(/<lightning-([a-z0-9-]+)/g)].map(([, tag = '']) => `lightning/${camelCase(tag)}`)
    : [...source.matchAll(/^(?!import type).*['"](lightning\/\w+)['"]/gm)].map(
        ([, specifier = '']) => specifier,
      )
}

function camelCase(tag: string): string {
  return tag.replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase())
}
