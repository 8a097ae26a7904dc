import { createServer, get, type IncomingMessage } from 'node:http'
import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { gunzipSync } from 'node:zlib'
import request from 'supertest'
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { createLightningHost, type LightningHost } from '../../lightning-host/index.ts'
import { folderWith } from './folders.ts'

const PROJECT = path.resolve(import.meta.dirname, '../..')
const COLD_BUILD_MS = 120_000

/** The host behind a server that says 404 to what is not the host's. */
function serverOf(host: LightningHost) {
  return createServer((req, res) => {
    if (!host.handle(req, res)) res.writeHead(404).end('not the host’s')
  })
}

describe('the pages', () => {
  let server: ReturnType<typeof serverOf>
  let markup: string

  beforeAll(async () => {
    server = serverOf(await createLightningHost({ log: () => undefined }))
    markup = (await request(server).get('/lightning/r/Account/0015e00000TvA01AAF/view')).text
  }, COLD_BUILD_MS)

  const asset = (name: string) => new RegExp(`/assets/[^"]*/${name}`).exec(markup)?.[0] ?? ''

  test('come from the cache at the second start', async () => {
    const again = await createLightningHost({ log: () => undefined })
    expect(again.ready.fromCache).toBe(true)
  })

  test('run scripts of this origin only, and none inline', async () => {
    const { headers } = await request(server).get('/')
    expect(headers['content-security-policy']).toContain("script-src 'self'")
    expect(markup).not.toMatch(/<script(?![^>]*\bsrc=)/)
  })

  test.each([
    ['', 'slds-color-scheme--system', 'light dark'],
    ['?theme=dark', 'slds-color-scheme--dark', 'dark'],
    ['?theme=light', 'slds-color-scheme--light', 'light'],
    ['?theme="><script>', 'slds-color-scheme--system', 'light dark'],
  ])('are in their theme before a script has run (%s)', async (query, cssClass, scheme) => {
    const { text } = await request(server).get(`/lightning/r/Case/5005e00000TvC01AAF/view${query}`)
    expect(text).toContain(`<html lang="en" class="${cssClass}">`)
    expect(text).toContain(`<meta name="color-scheme" content="${scheme}" />`)
  })

  test('name files that are there, compressed, and kept by the browser for good', async () => {
    const files = [...markup.matchAll(/(?:src|href)="(\/assets\/[^"]+)"/g)].map(([, url = '']) => url)
    expect(files.length).toBeGreaterThan(4)
    for (const file of files) {
      const answer = await request(server).get(file)
      expect([file, answer.status]).toEqual([file, 200])
      expect(answer.headers).toMatchObject({
        'content-encoding': 'gzip',
        'cache-control': 'public, max-age=31536000, immutable',
      })
    }
  })

  test('are the same to a client that cannot unpack', async () => {
    const plain = await raw('identity')
    const zipped = await raw('gzip')
    expect(zipped.headers['content-encoding']).toBe('gzip')
    expect(plain.headers['content-encoding']).toBeUndefined()
    expect(gunzipSync(zipped.body).equals(plain.body)).toBe(true)
  })

  async function raw(encoding: string): Promise<{ headers: IncomingMessage['headers']; body: Buffer }> {
    if (!server.listening) await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
    const { port } = server.address() as AddressInfo
    return new Promise((resolve, reject) => {
      get(
        { port, host: '127.0.0.1', path: asset('main.js'), headers: { 'accept-encoding': encoding } },
        (res) => {
          const chunks: Buffer[] = []
          res.on('data', (chunk: Buffer) => chunks.push(chunk))
          res.on('end', () => resolve({ headers: res.headers, body: Buffer.concat(chunks) }))
        },
      ).on('error', reject)
    })
  }

  test.each([
    '/assets/../package.json',
    '/assets/page-0/../../transforms.json',
    '/assets/%2e%2e/%2e%2e/package.json',
    '/assets/page-0/..%2f..%2ftransforms.json',
    '/assets/page-0//etc/passwd',
    '/assets/page-0/..\\..\\transforms.json',
    '/assets/page-0/main.js%00.css',
    '/assets/unfinished-1/main.js',
    '/assets/',
  ])('lead out of their folder by no address (%s)', async (address) => {
    const bundle = /page-[0-9a-f]+/.exec(markup)?.[0] ?? ''
    expect((await fetchRaw(address.replace('page-0', bundle))).status).toBe(404)
  })

  /** Sends the address as it is; clients tidy up `..` by themselves. */
  async function fetchRaw(address: string): Promise<{ status: number }> {
    if (!server.listening) await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
    const { port } = server.address() as AddressInfo
    return new Promise((resolve, reject) => {
      get({ port, host: '127.0.0.1', path: address }, (res) => {
        res.resume()
        resolve({ status: res.statusCode ?? 0 })
      }).on('error', reject)
    })
  }

  test('are read, not written', async () => {
    expect((await request(server).post('/')).status).toBe(405)
  })

  test.each([
    '/preview/page',
    '/apex/Team.get',
    '/ui-api/records/1',
    '/lightning-host/changes',
    '//',
    '/lightningx',
  ])('leave %s to the server they are mounted on', async (address) => {
    expect((await request(server).get(address)).text).toBe('not the host’s')
  })
})

describe('while developing', () => {
  test(
    'an open page hears of a mistake, and of the new page when it is mended',
    async () => {
      const root = folderWith()
      cpSync(path.join(PROJECT, 'force-app'), path.join(root, 'force-app'), { recursive: true })
      const host = await createLightningHost({ root, watch: true, log: () => undefined })
      const server = serverOf(host)
      onTestFinished(async () => {
        await host.close()
        server.close()
      })
      const changes = await follow(server)
      const first = await changes.next()
      expect(first.page).toMatch(/^page-/)

      const template = path.join(root, 'force-app/team-view/lwc/teamView/teamView.html')
      const source = readFileSync(template, 'utf8')
      writeFileSync(template, source.replace('<template>', '<template>\n<p>'))
      expect((await changes.next()).problem).toMatchObject({ file: template, line: 2 })

      writeFileSync(template, source.replace('<template>', '<template><p>New</p>'))
      const mended = await changes.next()
      expect(mended.problem).toBeUndefined()
      expect(mended.page).not.toBe(first.page)
    },
    COLD_BUILD_MS,
  )
})

interface State {
  page?: string
  problem?: { file: string; line: number }
}

/** Reads the stream of changes as an open page does. */
async function follow(server: ReturnType<typeof serverOf>): Promise<{ next(): Promise<State> }> {
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const { port } = server.address() as AddressInfo
  const { body } = await fetch(`http://127.0.0.1:${port}/lightning-host/changes`)
  const reader = body!.pipeThrough(new TextDecoderStream()).getReader()
  let text = ''
  return {
    async next() {
      while (!text.includes('\n\n')) text += (await reader.read()).value ?? ''
      const end = text.indexOf('\n\n')
      const state = JSON.parse(text.slice('data: '.length, end)) as State
      text = text.slice(end + 2)
      return state
    },
  }
}
