import { createHash, type Hash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { labelFiles } from './labels.ts'
import { filesIn, packageSources, pageSources } from './sources.ts'

export interface BundleInputs {
  forceApp: string
  browserDir: string
  lockFile: string
  baseModules: string[]
}

export interface BundleKeys {
  tools: string
  base: string
  page: string
}

const TOOLS =
  /^node_modules\/(lwc|@lwc\/[^/]+|rollup|lightning-base-components|@salesforce-ux\/design-system-2)$/

/** Names for the two bundles that change when, and only when, something that goes into them does. */
export function bundleKeys(inputs: BundleInputs): BundleKeys {
  const { forceApp, browserDir } = inputs
  const tools = createHash('sha256').update(JSON.stringify(toolVersions(inputs.lockFile)))
  addFiles(tools, import.meta.dirname, filesIn(import.meta.dirname, '*.ts'))
  const toolsKey = shortened(tools)

  const base = createHash('sha256').update(toolsKey)
  base.update(JSON.stringify(inputs.baseModules))
  const shared = path.join(browserDir, '../record-page.ts')
  addFiles(base, browserDir, [...filesIn(browserDir, 'platform/*.ts'), shared])
  const baseKey = shortened(base)

  const page = createHash('sha256').update(baseKey)
  addFiles(page, browserDir, pageSources(browserDir))
  addFiles(page, forceApp, [...packageSources(forceApp), ...labelFiles(forceApp)])
  return { tools: toolsKey, base: baseKey, page: shortened(page) }
}

function toolVersions(lockFile: string): [string, string][] {
  const { packages } = JSON.parse(readFileSync(lockFile, 'utf8')) as {
    packages: Record<string, { version: string }>
  }
  return Object.entries(packages)
    .filter(([name]) => TOOLS.test(name))
    .map(([name, { version }]): [string, string] => [name, version])
}

function addFiles(hash: Hash, root: string, files: string[]): void {
  for (const file of files) hash.update(`\0${path.relative(root, file)}\0`).update(readFileSync(file))
}

function shortened(hash: Hash): string {
  return hash.digest('hex').slice(0, 16)
}
