import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { get, type IncomingMessage } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { pipeline } from 'node:stream/promises'
import { setTimeout as wait } from 'node:timers/promises'
import { startChild } from './lib/child.ts'
import { median, type Benchmark, type Figure } from './lib/figure.ts'
import type { Memory, RunningOrg } from './org-bulk-query/org.ts'
import type { Reading } from './org-bulk-query/reader.ts'

const ACCOUNTS = 1_000_000
const FIELDS = [
  ...['Id', 'Name', 'Type', 'Industry', 'BillingCity', 'BillingCountry', 'Phone', 'Website'],
  ...['AnnualRevenue', 'NumberOfEmployees', 'OwnerId', 'SystemModstamp'],
]
const WANTED = 300_000
const ROUNDS = 3
const BASELINE = 'a bare node:http server with the same bytes in one file'

export const orgBulkQuery: Benchmark = {
  name: 'org-bulk-query',
  summary: `the local org's Bulk 2.0 query of ${ACCOUNTS.toLocaleString('en-US')} accounts × ${FIELDS.length} fields, to a client that throws the bytes away`,
  async run(note) {
    const folder = await mkdtemp(join(tmpdir(), 'org-bulk-bench-'))
    const org = await startChild<RunningOrg>(part('org'), [String(ACCOUNTS)])
    try {
      return await measure(org.ready, join(folder, 'same-bytes.csv'), note)
    } finally {
      await org.stop()
      await rm(folder, { recursive: true, force: true })
    }
  },
}

const part = (name: string): string => join(import.meta.dirname, 'org-bulk-query', `${name}.ts`)

interface Readings {
  pages: Reading[]
  whole: Reading[]
  bare: Reading[]
}

async function measure(org: RunningOrg, file: string, note: (text: string) => void): Promise<Figure[]> {
  const before = await memoryOf(org)
  note('the job, rendered for the first time')
  const first = await runJob(org)
  const afterJob = await memoryOf(org)
  note('the same query again')
  const again = await runJob(org)
  await download(resultsUrl(first.url, ACCOUNTS), org.token, file)
  const bare = await startChild<{ url: string }>(part('bare-server'), [file])
  const readings: Readings = { pages: [], whole: [], bare: [] }
  try {
    // They take turns, so that a machine that slows down slows all of them. The first round only warms up.
    for (let round = 0; round <= ROUNDS; round++) {
      note(round === 0 ? 'warming up' : `round ${round} of ${ROUNDS}`)
      const pages = await read(resultsUrl(first.url), org.token)
      const whole = await read(resultsUrl(first.url, ACCOUNTS), org.token)
      const file = await read(bare.ready.url, '')
      if (round === 0) continue
      readings.pages.push(pages)
      readings.whole.push(whole)
      readings.bare.push(file)
    }
  } finally {
    await bare.stop()
  }
  const after = await memoryOf(org)
  return [...jobFigures(first, again), ...readingFigures(readings), ...memoryFigures(before, afterJob, after)]
}

interface Job {
  url: string
  seconds: number
}

async function runJob({ url, token }: RunningOrg): Promise<Job> {
  const started = performance.now()
  const query = `SELECT ${FIELDS.join(', ')} FROM Account`
  const jobs = `${url}/services/data/v65.0/jobs/query`
  const { id } = await call<{ id: string }>(jobs, token, { operation: 'query', query })
  for (;;) {
    const job = await call<{ state: string; numberRecordsProcessed: number }>(`${jobs}/${id}`, token)
    if (job.state === 'JobComplete' && job.numberRecordsProcessed === ACCOUNTS) {
      return { url: `${jobs}/${id}`, seconds: (performance.now() - started) / 1000 }
    }
    if (!['UploadComplete', 'InProgress'].includes(job.state)) throw new Error(JSON.stringify(job))
    await wait(20)
  }
}

async function call<T>(url: string, token: string, body?: object): Promise<T> {
  const headers = { authorization: `Bearer ${token}` }
  const post = body && { method: 'POST', body: JSON.stringify(body) }
  const response = await fetch(url, { headers, ...post })
  if (!response.ok) throw new Error(await response.text())
  return (await response.json()) as T
}

function resultsUrl(jobUrl: string, maxRecords?: number): string {
  return `${jobUrl}/results?${maxRecords === undefined ? '' : `maxRecords=${maxRecords}`}`
}

async function download(url: string, token: string, file: string): Promise<void> {
  const request = get(url, { headers: { authorization: `Bearer ${token}` } })
  const [response] = (await once(request, 'response')) as [IncomingMessage]
  await pipeline(response, createWriteStream(file))
}

async function read(url: string, token: string): Promise<Reading> {
  const reader = await startChild<Reading>(part('reader'), [url, token])
  await reader.stop()
  return reader.ready
}

async function memoryOf({ memoryUrl }: RunningOrg): Promise<Memory> {
  return (await (await fetch(memoryUrl)).json()) as Memory
}

function jobFigures(first: Job, again: Job): Figure[] {
  return [
    { name: 'job, created until complete', value: ACCOUNTS / first.seconds, unit: 'rows/s' },
    { name: 'the same query again, created until complete', value: again.seconds * 1000, unit: 'ms' },
  ]
}

function readingFigures({ pages, whole, bare }: Readings): Figure[] {
  const rows = (readings: Reading[]) => median(readings.map(({ seconds }) => ACCOUNTS / seconds))
  const megabytes = (readings: Reading[]) => median(readings.map((one) => one.bytes / one.seconds / 1e6))
  const figures = (name: string, readings: Reading[]): Figure[] => [
    { name, value: rows(readings), unit: 'rows/s', ratio: rows(readings) / rows(bare), against: BASELINE },
    { name: `${name}, bytes`, value: megabytes(readings), unit: 'MB/s' },
  ]
  return [
    ...figures(`results over ${pages[0]?.pages ?? 0} locator pages`, pages),
    ...figures('results in one page', whole),
    {
      name: 'the slower of both',
      value: Math.min(rows(pages), rows(whole)),
      unit: 'rows/s',
      ratio: Math.min(rows(pages), rows(whole)) / WANTED,
      against: `the ${WANTED.toLocaleString('en-US')} rows/s wanted`,
    },
    ...figures(BASELINE, bare),
  ]
}

function memoryFigures(before: Memory, afterJob: Memory, after: Memory): Figure[] {
  const megabytes = (name: string, bytes: number): Figure => ({ name, value: bytes / 1e6, unit: 'MB' })
  return [
    megabytes('memory of the org before', before.now),
    megabytes('its peak during the job', afterJob.peak),
    megabytes('its peak in all', after.peak),
  ]
}
