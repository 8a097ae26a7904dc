import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { createServer, get, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { afterEach, describe, expect, it } from 'vitest'
import { createFaults, faultyAnswer } from '../../../local-org/faults/index.ts'

const BODY = 'x'.repeat(1_000)
const ROWS = 2_000
const rowsOf = () =>
  Readable.from(
    (function* () {
      for (let i = 0; i < ROWS; i++) yield Buffer.from(`${'r'.repeat(99)}\n`)
    })(),
  )

const plain: Handle = (_, res) => {
  const bytes = Buffer.from(BODY)
  res.writeHead(200, { 'Content-Length': bytes.length }).end(bytes)
}
const handlers: Record<string, Handle> = {
  'an announced body': plain,
  'a body in one piece, announced by node': (_, res) => res.end(BODY),
  'headers set beforehand': (_, res) => {
    res.setHeader('content-length', 1_000)
    res.end(BODY, 'latin1')
  },
  'headers as a list': (_, res) => {
    res.writeHead(200, 'Fine', ['content-length', '1000'])
    res.write(BODY.slice(1))
    res.end('x')
  },
}

const closing: (() => void)[] = []
afterEach(() => {
  for (const close of closing.splice(0)) close()
})

type Handle = (req: IncomingMessage, res: ServerResponse) => unknown

async function serve(handle: Handle) {
  const faults = createFaults()
  let handled = 0
  const failures: unknown[] = []
  const server = createServer((req, res) => {
    if (faultyAnswer(faults, req, res)) return
    handled++
    void Promise.resolve(handle(req, res)).catch((problem: unknown) => failures.push(problem))
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const close = () => {
    server.closeAllConnections()
    server.close()
  }
  closing.push(close)
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return { faults, server, url, close, failures, handled: () => handled }
}

/** All that a client gets to see of an answer, until it ends or breaks. */
function read(url: string, until = Infinity) {
  return new Promise<{ status?: number; length?: string; body: string; isWhole: boolean }>((resolve) => {
    const req = get(url, { agent: false }, (res: IncomingMessage) => {
      let body = ''
      const seen = () => ({
        status: res.statusCode,
        length: res.headers['content-length'],
        body,
        isWhole: res.complete,
      })
      res.setEncoding('latin1')
      res.on('data', (text: string) => {
        body += text
        if (body.length >= until) resolve(seen())
      })
      res.on('error', () => resolve(seen()))
      res.on('end', () => resolve(seen()))
    })
    req.on('error', () => resolve({ body: '', isWhole: false }))
  })
}

describe('an answer that stands in for the real one', () => {
  it.each([
    ['unauthorized', 401, 'Session expired or invalid', 'INVALID_SESSION_ID'],
    ['unavailable', 503, 'Server Unavailable', 'SERVER_UNAVAILABLE'],
    ['limit', 403, 'TotalRequests Limit exceeded.', 'REQUEST_LIMIT_EXCEEDED'],
  ] as const)(
    '%s is %i in the words of Salesforce, and the handler is not asked',
    async (kind, status, message, errorCode) => {
      const org = await serve(plain)
      org.faults.arm({ kind })
      const answer = await fetch(`${org.url}/services/data/v65.0/query?q=x`)
      expect(answer.status).toBe(status)
      expect(answer.headers.get('content-type')).toBe('application/json;charset=UTF-8')
      expect(await answer.json()).toEqual([{ message, errorCode }])
      expect(org.handled()).toBe(0)
      expect(await (await fetch(org.url)).text()).toBe(BODY)
    },
  )

  it('html is a page with status 200', async () => {
    const org = await serve(plain)
    org.faults.arm({ kind: 'html' })
    const answer = await fetch(org.url)
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/html;charset=UTF-8'])
    expect(await answer.text()).toMatch(/^<!DOCTYPE html>.*maintenance/is)
  })

  it('reads a request body to its end, so that the connection serves the next request', async () => {
    const org = await serve(plain)
    org.faults.arm({ kind: 'unavailable' })
    const upload = await fetch(org.url, { method: 'POST', body: 'y'.repeat(3_000_000) })
    expect(upload.status).toBe(503)
    await upload.text()
    expect((await fetch(org.url)).status).toBe(200)
  })

  it('strikes only the requests it was armed for', async () => {
    const org = await serve(plain)
    org.faults.arm({ kind: 'limit', path: '/jobs/query', method: 'POST' })
    const statusOf = async (method: string, path: string) =>
      (await fetch(`${org.url}/services/data/v65.0${path}`, { method })).status
    expect(await statusOf('GET', '/jobs/query')).toBe(200)
    expect(await statusOf('POST', '/query')).toBe(200)
    expect(await statusOf('POST', '/jobs/query?x=1')).toBe(403)
  })
})

describe('latency', () => {
  it('lets the request be dealt with at once and its answer come later', async () => {
    const org = await serve(plain)
    org.faults.arm({ kind: 'latency', ms: 60 })
    const start = performance.now()
    const answer = fetch(org.url)
    await expect.poll(org.handled).toBe(1)
    expect(await (await answer).text()).toBe(BODY)
    expect(performance.now() - start).toBeGreaterThanOrEqual(59)
  })

  it('delivers a streamed body whole and in order', async () => {
    const org = await serve((_, res) => pipeline(rowsOf(), res))
    org.faults.arm({ kind: 'latency', ms: 20, times: 2 })
    const whole = await (await fetch(org.url)).text()
    expect(whole).toHaveLength(ROWS * 100)
    expect((await read(org.url)).isWhole).toBe(true)
    expect(org.failures).toEqual([])
  })

  it('delays the other faults too', async () => {
    const org = await serve(plain)
    org.faults.arm({ kind: 'unauthorized' })
    org.faults.arm({ kind: 'latency', ms: 40 })
    const start = performance.now()
    expect((await fetch(org.url)).status).toBe(401)
    expect(performance.now() - start).toBeGreaterThanOrEqual(39)
  })

  it('does not keep a program from ending once its server is closed', async () => {
    const faults = new URL('../../../local-org/faults/index.ts', import.meta.url).href
    const program = `
      import { createServer, get } from 'node:http'
      import { createFaults, faultyAnswer } from ${JSON.stringify(faults)}
      const faults = createFaults()
      faults.arm({ kind: 'latency', ms: 600_000 })
      const server = createServer((req, res) => {
        faultyAnswer(faults, req, res)
        res.end('never')
        server.closeAllConnections()
        server.close()
      })
      server.listen(0, '127.0.0.1', () => get({ port: server.address().port, host: '127.0.0.1' }).on('error', () => {}))`
    const run = promisify(execFile)(process.execPath, ['--input-type=module', '-e', program], {
      timeout: 20_000,
    })
    await expect(run).resolves.toMatchObject({ stdout: '' })
  })

  it('does not keep the server from closing', async () => {
    const org = await serve(plain)
    org.faults.arm({ kind: 'latency', ms: 600_000 })
    const answer = read(org.url)
    await expect.poll(org.handled).toBe(1)
    const closed = new Promise((done) => org.server.once('close', done))
    org.close()
    await closed
    expect(await answer).toMatchObject({ body: '', isWhole: false })
  })
})

describe('a cut body', () => {
  it.each(Object.keys(handlers))(
    'of %s ends in the middle although all of it was announced',
    async (name) => {
      const org = await serve(handlers[name] as Handle)
      org.faults.arm({ kind: 'cut' })
      expect(await read(org.url)).toEqual({
        status: 200,
        length: '1000',
        body: BODY.slice(500),
        isWhole: false,
      })
      expect(await read(org.url)).toMatchObject({ body: BODY, isWhole: true })
    },
  )

  it.each([0, 1, 400, 999])('ends after %i bytes when that is said', async (afterBytes) => {
    const org = await serve(plain)
    org.faults.arm({ kind: 'cut', afterBytes })
    expect(await read(org.url)).toMatchObject({
      status: 200,
      length: '1000',
      body: BODY.slice(1_000 - afterBytes),
      isWhole: false,
    })
  })

  it('lacks its last byte at least', async () => {
    const org = await serve(plain)
    org.faults.arm({ kind: 'cut', afterBytes: 5_000 })
    expect(await read(org.url)).toMatchObject({ body: BODY.slice(1), isWhole: false })
  })

  it('works for streams, whose writer hears that the connection is gone', async () => {
    const org = await serve((_, res) => pipeline(rowsOf(), res))
    org.faults.arm({ kind: 'cut', afterBytes: 100_050 })
    const { body, isWhole } = await read(org.url)
    expect([body.length, isWhole]).toEqual([100_050, false])
    await expect.poll(() => org.failures).toHaveLength(1)
    org.faults.arm({ kind: 'cut', afterBytes: 10_000_000 })
    expect(await read(org.url)).toMatchObject({ isWhole: false })
  })

  it('drops the connection where there is no body to cut', async () => {
    const org = await serve((_, res) => res.writeHead(204).end())
    org.faults.arm({ kind: 'cut' })
    expect(await read(org.url)).toEqual({ body: '', isWhole: false })
  })

  it('can be late as well', async () => {
    const org = await serve((_, res) => pipeline(rowsOf(), res))
    org.faults.arm({ kind: 'latency', ms: 20 })
    org.faults.arm({ kind: 'cut', afterBytes: 1_234 })
    const { body, isWhole } = await read(org.url)
    expect([body.length, isWhole]).toEqual([1_234, false])
  })
})

describe('a stalled answer', () => {
  it.each<[string, Handle, number | undefined, number]>([
    ['an announced body', plain, undefined, 500],
    ['a stream', (_, res) => pipeline(rowsOf(), res), 70_000, 70_000],
  ])(
    'of %s sends its beginning and then nothing, until the client goes',
    async (_, handle, afterBytes, comes) => {
      const org = await serve(handle)
      org.faults.arm({ kind: 'stall', ...(afterBytes && { afterBytes }) })
      const { body, isWhole } = await read(org.url, comes)
      expect([body.length, isWhole]).toEqual([comes, false])
      const open = () => new Promise((done) => org.server.getConnections((_problem, count) => done(count)))
      expect(await open()).toBe(1)
      // The next client is served meanwhile, and the one that waits can only be sent away.
      expect((await read(org.url)).isWhole).toBe(true)
      await expect.poll(open).toBe(1)
      org.close()
      await expect.poll(open).toBe(0)
    },
  )

  it('ends when the client gives up', async () => {
    const org = await serve(plain)
    org.faults.arm({ kind: 'stall' })
    const givingUp = new AbortController()
    const answer = await fetch(org.url, { signal: givingUp.signal })
    givingUp.abort()
    await expect(answer.text()).rejects.toThrow()
    const open = () => new Promise((done) => org.server.getConnections((_problem, count) => done(count)))
    await expect.poll(open).toBe(0)
  })
})
