import { readFile } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import path from 'node:path'
import { serveAsset } from './assets.ts'
import { BuildError, createBundler, describe, type Bundler, type PageBundle } from './build/index.ts'
import { createChanges } from './changes.ts'
import { CONTENT_SECURITY_POLICY, LIVE_RELOAD, pageDocument } from './document.ts'
import { watchFolders } from './watch-folders.ts'

export interface LightningHostOptions {
  /** The folder that holds `force-app`; by default this project. */
  root?: string
  cacheDir?: string
  /** Rebuild when a source changes, and tell the pages that are open. */
  watch?: boolean
  log(message: string): void
}

export interface LightningHost {
  ready: { fromCache: boolean; ms: number }
  /** Answers requests for the pages and their files; false when the path is not one of its own. */
  handle(req: IncomingMessage, res: ServerResponse): boolean
  close(): Promise<void>
}

type Answer = (req: IncomingMessage, res: ServerResponse, query: URLSearchParams) => unknown

const HERE = import.meta.dirname

/** Hosts the package's Lightning web components in a browser outside Salesforce. */
export async function createLightningHost(options: LightningHostOptions): Promise<LightningHost> {
  const root = options.root ?? path.dirname(HERE)
  const cacheDir = options.cacheDir ?? path.join(path.dirname(HERE), 'node_modules/.cache/lightning-host')
  const watch = options.watch ?? false
  const startedAt = performance.now()
  const bundler = createBundler({ root, cacheDir })
  const pages = await openPages(bundler, { watch, log: options.log })
  const ms = Math.round(performance.now() - startedAt)
  const stopWatching = watch
    ? watchFolders([path.join(root, 'force-app'), path.join(HERE, 'browser')], () => void pages.rebuild())
    : undefined

  const answers: [path: RegExp, answer: Answer][] = [
    [
      /^\/(lightning\/(r\/.*|page\/home))?$/,
      (_req, res, query) => sendPage(res, pages.latest(), { theme: query.get('theme'), watch }),
    ],
    [/^\/assets\//, (req, res) => serveAsset(bundler.bundlesDir, req, res)],
    [/^\/favicon\.ico$/, (_req, res) => res.writeHead(307, { location: pages.faviconUrl() }).end()],
    ...(watch ? liveReloadAnswers(pages.changes.follow) : []),
  ]

  return {
    ready: { fromCache: pages.latest()?.fromCache ?? false, ms },
    handle(req, res) {
      const [pathname = '/', query] = (req.url ?? '/').split('?', 2)
      const answer = answers.find(([own]) => own.test(pathname))?.[1]
      if (!answer) return false
      if (req.method === 'GET' || req.method === 'HEAD') void answer(req, res, new URLSearchParams(query))
      else res.writeHead(405, { allow: 'GET, HEAD' }).end()
      return true
    },
    async close() {
      stopWatching?.()
      pages.changes.close()
      await bundler.close()
    },
  }
}

/** The newest bundle that could be built, and, while watching, what is wrong with the sources since. */
async function openPages(bundler: Bundler, options: { watch: boolean; log(message: string): void }) {
  const changes = createChanges()
  let latest: PageBundle | undefined
  let building: Promise<void> | undefined
  let isStale = false

  async function build(): Promise<void> {
    const startedAt = performance.now()
    try {
      const next = await bundler.current()
      if (next.page !== latest?.page) logBuilt(next, Math.round(performance.now() - startedAt))
      latest = next
      changes.tell({ page: next.page })
    } catch (error) {
      if (!options.watch || !(error instanceof BuildError)) throw error
      options.log(`The pages could not be built: ${describe(error.problem)}`)
      changes.tell({ problem: error.problem })
    }
  }

  function logBuilt({ fromCache }: PageBundle, ms: number): void {
    options.log(fromCache ? `Pages taken from the cache in ${ms} ms` : `Pages built in ${ms} ms`)
  }

  /** One build at a time; a change during one is followed by another. */
  async function rebuild(): Promise<void> {
    isStale = true
    building ??= (async () => {
      while (isStale) {
        isStale = false
        await build()
      }
    })().finally(() => (building = undefined))
    await building
  }

  await build().catch(async (error: unknown) => {
    await bundler.close()
    throw error
  })
  if (!options.watch) await bundler.close()
  return { changes, rebuild, latest: () => latest, faviconUrl: () => `/assets/${latest?.page}/favicon.svg` }
}

function sendPage(
  res: ServerResponse,
  bundle: PageBundle | undefined,
  options: { theme: string | null; watch: boolean },
): void {
  res.writeHead(200, {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': CONTENT_SECURITY_POLICY,
    'cache-control': 'no-store',
    'referrer-policy': 'same-origin',
    'x-content-type-options': 'nosniff',
  })
  res.end(pageDocument(bundle, options))
}

function liveReloadAnswers(follow: (res: ServerResponse) => void): [RegExp, Answer][] {
  return [
    [/^\/lightning-host\/changes$/, (_req, res) => follow(res)],
    [
      new RegExp(`^${LIVE_RELOAD}$`),
      async (_req, res) => {
        const script = await readFile(path.join(HERE, 'live-reload.js'))
        res.writeHead(200, { 'content-type': 'text/javascript; charset=utf-8' }).end(script)
      },
    ],
  ]
}
