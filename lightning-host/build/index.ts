import path from 'node:path'
import { baseModulesUsed } from './base-modules.ts'
import { createBuilder } from './builder.ts'
import { cachedBundle } from './bundle-cache.ts'
import { bundleKeys } from './bundle-keys.ts'
import { packageSources, pageSources } from './sources.ts'

export { BuildError, describe, type BuildProblem } from './build-error.ts'

export interface PageBundle {
  /** The folders' names below `bundlesDir`, which are also their addresses below `/assets/`. */
  base: string
  page: string
  fromCache: boolean
}

export interface Bundler {
  bundlesDir: string
  /** The bundle for the sources as they are now; built unless it is there already. */
  current(): Promise<PageBundle>
  close(): Promise<void>
}

const HOST_DIR = path.dirname(import.meta.dirname)
const NODE_MODULES = path.join(path.dirname(HOST_DIR), 'node_modules')
const BASE_COMPONENTS = path.join(NODE_MODULES, 'lightning-base-components')

export function createBundler(options: { root: string; cacheDir: string }): Bundler {
  const forceApp = path.join(options.root, 'force-app')
  const browserDir = path.join(HOST_DIR, 'browser')
  const bundlesDir = path.join(options.cacheDir, 'bundles')
  const builder = createBuilder()

  async function current(): Promise<PageBundle> {
    const baseModules = baseModulesUsed(
      [...packageSources(forceApp), ...pageSources(browserDir)],
      BASE_COMPONENTS,
    )
    const lockFile = path.join(path.dirname(NODE_MODULES), 'package-lock.json')
    const inputs = { forceApp, browserDir, lockFile, baseModules }
    const keys = bundleKeys(inputs)
    const names = { base: `base-${keys.base}`, page: `page-${keys.page}` }
    const job = {
      ...inputs,
      baseUrl: `/assets/${names.base}`,
      stylesheet: path.join(NODE_MODULES, '@salesforce-ux/design-system-2/dist/css/bundled/slds2.cosmos.css'),
      toolsKey: keys.tools,
      transformCacheFile: path.join(options.cacheDir, 'transforms.json'),
    }
    const base = await cachedBundle(bundlesDir, names.base, (outDir) =>
      builder.build({ ...job, kind: 'base', outDir }),
    )
    const page = await cachedBundle(bundlesDir, names.page, (outDir) =>
      builder.build({ ...job, kind: 'page', outDir }),
    )
    return { ...names, fromCache: base.fromCache && page.fromCache }
  }

  return { bundlesDir, current, close: () => builder.close() }
}
