import { once } from 'node:events'
import type { ServerResponse } from 'node:http'
import { buffer } from 'node:stream/consumers'
import { setTimeout as delay } from 'node:timers/promises'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, onTestFinished, test } from 'vitest'
import type { SalesforceErrorCode } from '../../server/salesforce/index.ts'
import { BULK_ID, clientOfStandIn, failureOf, PAGE_HEAD, rowsOf, sendCsv, sendJson } from '../support/bulk.ts'
import { standIn } from '../support/salesforce.ts'

describe('the head of a page', () => {
  const headed = async (body: string | Buffer, headers?: Record<string, string>) => {
    const { bulk } = await clientOfStandIn((res) => sendCsv(res, body, headers))
    return bulk.page(BULK_ID)
  }

  test.each<[string, string | Buffer]>([
    ['quoted', '"Id","Owner.Name"\n"1","2"\n'],
    ['after a byte order mark', '\uFEFF"Id","Owner.Name"\n"1","2"\n'],
    ['without quotes', 'Id,Owner.Name\n"1","2"\n'],
    ['with the line ending of Windows', '"Id","Owner.Name"\r\n"1","2"\n'],
  ])('is read %s', async (_, body) => {
    const page = await headed(body)
    expect([page.header, page.records, page.next]).toEqual([['Id', 'Owner.Name'], 1, null])
    expect(await rowsOf(page)).toBe('"1","2"\n')
  })

  test.each<[string, string]>([
    ['a page', '<html>\n</html>\n'],
    ['words', 'Records not found for this query\n'],
    ['nothing before the first line break', '\n"1"\n'],
    ['a name that is none', '"Id","Na me"\n'],
    ['a quote without an end', '"Id","Name\n'],
    ['a name with a statement in it', '"Id","Name); DROP TABLE x"\n'],
    ['a line without an end', `"${'x'.repeat(600_000)}`],
  ])('that is %s is refused', async (_, body) => {
    await expect(headed(body)).rejects.toMatchObject({ code: 'NOT_JSON' })
  })

  test.each<[string, SalesforceErrorCode, Record<string, string>]>([
    ['is a page', 'NOT_JSON', { 'content-type': 'text/html' }],
    ['is a document', 'NOT_JSON', { 'content-type': 'application/json' }],
    ['does not say whether there is more', 'NOT_JSON', { 'sforce-locator': '' }],
    ['says where the next is in words', 'NOT_JSON', { 'sforce-locator': 'two words' }],
  ])('that %s is refused', async (_, code, headers) => {
    await expect(headed('"Id"\n"1"\n', headers)).rejects.toMatchObject({ code })
  })

  test('that a proxy took the locator from is not taken for the last page', async () => {
    const { bulk } = await clientOfStandIn((res) =>
      res.writeHead(200, { 'content-type': 'text/csv' }).end('"Id"\n'),
    )
    await expect(bulk.page(BULK_ID)).rejects.toThrow('Sforce-Locator')
  })

  test('that leads to itself is refused, for it would do so for ever', async () => {
    const { bulk } = await clientOfStandIn((res) => sendCsv(res, '"Id"\n"1"\n', { 'sforce-locator': 'abc' }))
    const { next, rows } = await bulk.page(BULK_ID)
    rows.destroy()
    await expect(bulk.page(BULK_ID, { locator: next! })).rejects.toMatchObject({ code: 'NOT_JSON' })
  })

  test.each(['', 'many', '-1', '1.5', '9'.repeat(40)])(
    'that counts %j rows does not count them',
    async (many) => {
      expect((await headed('"Id"\n', { 'sforce-numberofrecords': many })).records).toBeUndefined()
    },
  )
})

const turn = () => new Promise((resolve) => setImmediate(resolve))

test('however the bytes are cut on their way, packed or not, the rows are the same', async () => {
  let next: { pieces: Buffer[]; isPacked: boolean } = { pieces: [], isPacked: false }
  const { bulk } = await clientOfStandIn((res) => {
    res.writeHead(200, { ...PAGE_HEAD, ...(next.isPacked && { 'content-encoding': 'gzip' }) })
    const write = ([piece, ...rest]: Buffer[]): unknown =>
      piece ? res.write(piece, () => setImmediate(() => write(rest))) : res.end()
    write(next.pieces)
  })
  const cell = fc.string({ unit: 'binary', maxLength: 12 }).map((text) => `"${text.replaceAll('"', '""')}"`)
  const page = fc.record({
    rows: fc.array(fc.tuple(cell, cell), { maxLength: 4 }),
    cuts: fc.array(fc.nat(60), { maxLength: 6 }),
    hasMark: fc.boolean(),
    isPacked: fc.boolean(),
  })
  await fc.assert(
    fc.asyncProperty(page, async ({ rows, cuts, hasMark, isPacked }) => {
      const text = rows.map((row) => `${row.join(',')}\n`).join('')
      const whole = Buffer.from(`${hasMark ? '\uFEFF' : ''}"Id","Name"\n${text}`)
      const sent = isPacked ? gzipSync(whole) : whole
      const places = [0, ...cuts.filter((cut) => cut < sent.length).sort((a, b) => a - b), sent.length]
      const pieces = places.slice(1).map((place, index) => sent.subarray(places[index], place))
      next = { pieces: pieces.filter(({ length }) => length > 0), isPacked }
      const page = await bulk.page(BULK_ID)
      expect(page.header).toEqual(['Id', 'Name'])
      expect((await buffer(page.rows)).equals(Buffer.from(text))).toBe(true)
    }),
    { numRuns: 120 },
  )
})

describe('rows that do not come to their end', () => {
  const ROWS = '"1","x"\n'.repeat(2_000)
  const BODY = `"Id","Name"\n${ROWS}`

  test.each<[string, (res: ServerResponse) => unknown]>([
    ['a connection that closes', (res) => res.write(BODY, () => res.destroy())],
    [
      'less than was announced',
      (res) => res.setHeader('content-length', 99_999).write(BODY, () => res.destroy()),
    ],
    [
      'a packed body that lost its end and looks whole',
      (res) => res.end(gzipSync(randomly(BODY)).subarray(0, -400)),
    ],
    ['a body that ends within a row', (res) => res.end(BODY.slice(0, -4))],
  ])('(%s) are truncated', async (_, answer) => {
    const { bulk } = await clientOfStandIn((res) => {
      res.statusCode = 200
      for (const [name, value] of Object.entries(PAGE_HEAD)) res.setHeader(name, value)
      if (_.includes('packed')) res.setHeader('content-encoding', 'gzip')
      answer(res)
    })
    expect(await failureOf(await bulk.page(BULK_ID))).toMatchObject({ code: 'TRUNCATED', retryable: true })
  })
  /** So that it packs badly: the end is not only a checksum. */
  const randomly = (text: string) => text.replaceAll('x', () => Math.random().toString(36))

  test('because they fall silent are given up, but not because they are slow', async () => {
    const { bulk } = await clientOfStandIn(
      (res, turn) => {
        res.writeHead(200, PAGE_HEAD)
        res.write('"Id"\n')
        if (turn === 1) return
        let left = 12
        const timer = setInterval(() => {
          if (left-- > 0) res.write('"1"\n')
          else res.end(() => clearInterval(timer))
        }, 50)
      },
      { idleMs: 300, timeoutMs: 300 },
    )
    const silent = await failureOf(await bulk.page(BULK_ID))
    expect(silent).toMatchObject({ code: 'UNAVAILABLE', retryable: true })
    expect(String(silent)).toContain('no answer in time')
    // Twice as long as silence may be.
    expect(await rowsOf(await bulk.page(BULK_ID))).toBe('"1"\n'.repeat(12))
  })

  test('because whoever reads them is slow are not given up', async () => {
    const large = '"1"\n'.repeat(2_000_000)
    const { bulk } = await clientOfStandIn((res) => sendCsv(res, `"Id"\n${large}`), {
      idleMs: 100,
      timeoutMs: 100,
    })
    const { rows } = await bulk.page(BULK_ID)
    const first = rows.read() as Buffer | null
    await delay(300)
    expect((first?.length ?? 0) + (await buffer(rows)).length).toBe(large.length)
  })

  test('because a page is larger than we take are let go, however small it was packed', async () => {
    for (const packed of [false, true]) {
      const { bulk } = await clientOfStandIn(
        (res) => sendCsv(res, packed ? gzipSync(BODY) : BODY, packed ? { 'content-encoding': 'gzip' } : {}),
        { maxStreamBytes: 10_000, maxBytes: 100 },
      )
      const error = await bulk.page(BULK_ID).then(failureOf, (thrown: unknown) => thrown)
      expect(error).toMatchObject({ code: 'TOO_LARGE', retryable: false })
    }
    const { bulk } = await clientOfStandIn((res) => sendCsv(res, BODY), {
      maxStreamBytes: BODY.length,
      maxBytes: 100,
    })
    expect(await rowsOf(await bulk.page(BULK_ID))).toBe(ROWS)
  })

  test.each(['before they come', 'while nobody reads', 'while they are read', 'by letting them go'])(
    'because nobody wants them any more (%s) let go of the connection',
    async (when) => {
      const stop = new AbortController()
      const reason = new Error('the server stops')
      const closed: Promise<unknown>[] = []
      const { bulk } = await clientOfStandIn((res) => {
        closed.push(once(res, 'close'))
        if (when === 'before they come') return setImmediate(() => stop.abort(reason))
        return res.writeHead(200, PAGE_HEAD).write(BODY.repeat(20))
      })
      const asked = bulk.page(BULK_ID, { signal: stop.signal })
      if (when === 'before they come') await expect(asked).rejects.toBe(reason)
      else {
        const { rows } = await asked
        const ended = once(rows, 'close').catch((error: unknown) => error)
        if (when === 'by letting them go') rows.destroy()
        else {
          if (when === 'while they are read') rows.resume()
          // As much as is kept at hand is there, and nothing more is asked for.
          else while (rows.readableLength < rows.readableHighWaterMark) await turn()
          await turn()
          stop.abort(reason)
        }
        await ended
        expect(rows.errored).toBe(when === 'by letting them go' ? null : reason)
      }
      await Promise.all(closed)
    },
  )

  test('are not asked for at all by whoever stopped before', async () => {
    const { bulk, asked, client: other } = await clientOfStandIn((res) => sendCsv(res, BODY))
    const signal = AbortSignal.abort(new Error('stopped'))
    for (const call of [() => bulk.page(BULK_ID, { signal }), () => bulk.wait(BULK_ID, { signal })])
      await expect(call()).rejects.toThrow('stopped')
    expect([asked(), other.apiCalls()]).toEqual([[], 0])
  })
})

describe('a refusal of a page', () => {
  test('repeats no secret, and no redirect is followed', async () => {
    const trap = await standIn((_, res) => sendCsv(res, '"Id"\n'))
    onTestFinished(() => trap.close())
    const { bulk, asked } = await clientOfStandIn((res, turn, req) =>
      turn === 1
        ? sendJson(res, [{ errorCode: 'API_ERROR', message: `with ${req.headers.authorization}` }], 400)
        : res.writeHead(302, { location: trap.url }).end(),
    )
    const refusal = (await bulk.page(BULK_ID).catch((error: unknown) => error)) as { said: string }
    expect(refusal).toMatchObject({ code: 'REFUSED', errorCode: 'API_ERROR', said: 'with Bearer [redacted]' })
    await expect(bulk.page(BULK_ID)).rejects.toMatchObject({ code: 'NOT_JSON', status: 302 })
    expect([asked().length, trap.requests]).toEqual([2, []])
  })

  test('that passes is tried again; anything but 200 is none of the results', async () => {
    const { bulk, asked } = await clientOfStandIn((res, turn) =>
      turn < 3 ? sendJson(res, [{ errorCode: 'SERVER_UNAVAILABLE' }], 503) : sendCsv(res, '"Id"\n"1"\n'),
    )
    expect(await rowsOf(await bulk.page(BULK_ID))).toBe('"1"\n')
    expect(asked()).toHaveLength(3)
    const other = await clientOfStandIn((res) => res.writeHead(206, PAGE_HEAD).end('"Id"\n"1"\n'))
    await expect(other.bulk.page(BULK_ID)).rejects.toMatchObject({ code: 'NOT_JSON', status: 206 })
  })
})

test('a large page is never held in memory, however slowly it is read', async () => {
  const MB = 1_000_000
  const piece = Buffer.from(`"${'x'.repeat(996)}"\n`.repeat(100))
  let sent = 0
  const { bulk } = await clientOfStandIn(
    (res) => {
      res.writeHead(200, PAGE_HEAD).write('"Name"\n')
      const more = () => {
        while (sent < 100 * MB) {
          sent += piece.length
          if (!res.write(piece)) return res.once('drain', more)
        }
        return res.end()
      }
      more()
    },
    { maxBytes: 100 },
  )
  const { rows } = await bulk.page(BULK_ID)
  let [received, most] = [0, 0]
  for await (const chunk of rows) {
    // Everyone else gets a turn: whatever could be sent meanwhile is.
    for (let turns = 0; turns < 3; turns++) await turn()
    received += (chunk as Buffer).length
    most = Math.max(most, sent - received)
  }
  expect(received).toBe(sent)
  // What the two ends of the connection hold, and no more.
  expect(most).toBeLessThan(16 * MB)
})
