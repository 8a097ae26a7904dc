import { copyFileSync } from 'node:fs'
import path from 'node:path'
import lwcPlugin from '@lwc/rollup-plugin'
import { rollup, type OutputOptions, type Plugin, type RollupLog } from 'rollup'
import { baseFileName, linkModules, resolveEntries } from './base-modules.ts'
import { BuildError } from './build-error.ts'
import { compressFiles } from './compress.ts'
import { readLabels } from './labels.ts'
import { findModules, packageModules } from './modules.ts'
import { platformModules } from './platform-modules.ts'
import { stripTypes } from './strip-types.ts'
import { transformCache } from './transform-cache.ts'

// Its types describe an ES module, but Node loads the CommonJS one, whose default is the plugin itself.
const lwc = lwcPlugin as unknown as typeof lwcPlugin.default

export interface BundleJob {
  kind: 'base' | 'page'
  outDir: string
  /** The package's folder, `force-app`. */
  forceApp: string
  /** The page's own source, `lightning-host/browser`. */
  browserDir: string
  baseModules: string[]
  /** Where the base bundle is served, for the page to import. */
  baseUrl: string
  stylesheet: string
  transformCacheFile: string
  /** Changes with whatever a compiled module depends on beside its source. */
  toolsKey: string
}

export async function buildBundle(job: BundleJob): Promise<void> {
  await (job.kind === 'base' ? buildBase(job) : buildPage(job))
  compressFiles(job.outDir)
}

async function buildBase(job: BundleJob): Promise<void> {
  const cache = transformCache(job.transformCacheFile, job.toolsKey)
  const viewer = viewerModule(job)
  const input = Object.fromEntries(job.baseModules.map((name) => [path.parse(baseFileName(name)).name, name]))
  await write({
    input: { viewer, ...input },
    plugins: [resolveEntries(viewer), ...plugins(job, (plugin) => cache.around(plugin))],
    output: {
      dir: job.outDir,
      entryFileNames: '[name].js',
      chunkFileNames: '[name].js',
      manualChunks: (id) => (id === viewer ? 'viewer' : baseChunk(id)),
    },
  })
  cache.save()
  copyFileSync(job.stylesheet, path.join(job.outDir, 'slds.css'))
}

/**
 * One file for nearly everything. The icons are fetched by category; synthetic shadow changes the browser for all
 * that runs after it, and what runs first in a file is not ours to say.
 */
function baseChunk(id: string): string | undefined {
  const isApart = id.includes('iconSvgTemplates') || id.includes('@lwc/synthetic-shadow')
  return isApart ? undefined : 'base'
}

async function buildPage(job: BundleJob): Promise<void> {
  const addresses = new Map(job.baseModules.map((name) => [name, `${job.baseUrl}/${baseFileName(name)}`]))
  addresses.set(viewerModule(job), `${job.baseUrl}/viewer.js`)
  await write({
    input: { main: path.join(job.browserDir, 'main.ts') },
    plugins: [linkModules(addresses), ...plugins(job)],
    output: { dir: job.outDir, entryFileNames: '[name].js', chunkFileNames: '[name].js' },
  })
  for (const file of ['page.css', 'favicon.svg']) {
    copyFileSync(path.join(job.browserDir, file), path.join(job.outDir, file))
  }
}

function viewerModule(job: BundleJob): string {
  return path.join(job.browserDir, 'platform/viewer.ts')
}

function plugins(job: BundleJob, around: (plugin: Plugin) => Plugin = (plugin) => plugin): Plugin[] {
  const platformDir = path.join(job.browserDir, 'platform')
  return [
    platformModules({ platformDir, labels: readLabels(job.forceApp) }),
    packageModules(findModules(job.forceApp)),
    stripTypes(),
    define({
      'import.meta.env.SSR': 'false',
      'process.env.NODE_ENV': '"production"',
    }),
    around(
      lwc({
        rootDir: path.join(job.browserDir, 'lwc'),
        include: ['**/@lwc/resources/*', '**/lightning-base-components/src/**', '**/lwc/**'],
        modules: [{ npm: 'lightning-base-components' }],
        enableDynamicComponents: true,
        // Without it a combobox fails in synthetic shadow, which is what Salesforce itself still runs.
        enableSyntheticElementInternals: true,
      }),
    ),
  ]
}

function define(values: Record<string, string>): Plugin {
  return {
    name: 'define',
    transform(code) {
      const found = Object.keys(values).filter((name) => code.includes(name))
      if (found.length === 0) return null
      return {
        code: found.reduce((text, name) => text.replaceAll(name, values[name] ?? ''), code),
        map: null,
      }
    },
  }
}

async function write(options: {
  input: Record<string, string>
  plugins: Plugin[]
  output: OutputOptions
}): Promise<void> {
  const { output, ...rest } = options
  const bundle = await rollup({ ...rest, onLog: (_level, log) => refuseUnresolved(log) })
  await bundle.write({ ...output, format: 'es' })
  await bundle.close()
}

/** What the bundler only warns about would fail later, in the browser. Its other remarks are about base components. */
function refuseUnresolved(log: RollupLog): void {
  if (log.code !== 'UNRESOLVED_IMPORT') return
  throw new BuildError({
    message: `${log.exporter} cannot be found`,
    ...(log.id && { file: log.id.split('?')[0] ?? log.id }),
  })
}
