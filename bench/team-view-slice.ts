import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startChild, startProduction } from './lib/child.ts'
import { median, type Benchmark, type Figure } from './lib/figure.ts'
import { load, type Load, type LoadOptions } from './lib/load.ts'
import type { Prepared } from './team-view-slice/prepare.ts'

const COMPANIES = 10_000
const AUDIENCE = 'https://team-view.example.com'
const CONNECTIONS = 50
const SECONDS = 8
const ROUNDS = 3
const BASELINE = 'a bare Express 5 JSON endpoint'

export const teamViewSlice: Benchmark = {
  name: 'team-view-slice',
  summary: `Team View answers at ${CONNECTIONS} connections, real tokens, ${COMPANIES.toLocaleString('en-US')} companies`,
  async run(note) {
    const dataDir = await mkdtemp(join(tmpdir(), 'team-view-bench-'))
    try {
      note('loading the sample business')
      const args = [dataDir, String(COMPANIES), AUDIENCE]
      const preparation = await startChild<Prepared>(part('prepare'), args)
      await preparation.stop()
      const server = await startProduction({
        PORT: '0',
        DATA_DIR: dataDir,
        WIDGET_AUDIENCE: AUDIENCE,
        REQUESTS_PER_MINUTE: '100000000',
      })
      const next = requests(preparation.ready)
      const bare = await startChild<{ url: string }>(part('bare-express'), [await sample(server.ready, next)])
      try {
        return figures(await measure({ url: server.ready, bareUrl: bare.ready.url, dataDir, next, note }))
      } finally {
        await Promise.all([server.stop(), bare.stop()])
      }
    } finally {
      await rm(dataDir, { recursive: true, force: true })
    }
  },
}

const part = (name: string): string => join(import.meta.dirname, 'team-view-slice', `${name}.ts`)

interface Loads {
  still: Load[]
  changing: Load[]
  bare: Load[]
}

interface Setting {
  url: string
  bareUrl: string
  dataDir: string
  next: LoadOptions['next']
  note(text: string): void
}

/** They take turns, so that a machine that slows down slows all of them. The first round only warms up. */
async function measure({ url, bareUrl, dataDir, next, note }: Setting): Promise<Loads> {
  const loads: Loads = { still: [], changing: [], bare: [] }
  for (let round = 0; round <= ROUNDS; round++) {
    note(round === 0 ? 'warming up' : `round ${round} of ${ROUNDS}`)
    const seconds = round === 0 ? 2 : SECONDS
    const run = (target: string) => load({ url: target, connections: CONNECTIONS, seconds, next })
    const still = await run(url)
    const bare = await run(bareUrl)
    const changes = await startChild(part('changes'), [dataDir])
    const changing = await run(url)
    await changes.stop()
    if (round === 0) continue
    loads.still.push(still)
    loads.bare.push(bare)
    loads.changing.push(changing)
  }
  return loads
}

/** One answer of the server, for the baseline to repeat. */
async function sample(url: string, next: LoadOptions['next']): Promise<string> {
  const { path, headers } = next()
  return (await fetch(url + path, { headers })).text()
}

/** Every request asks for the next account with the next user's token. */
function requests({ accountIds, tokens }: Prepared): LoadOptions['next'] {
  const headers = tokens.map((token) => ({ authorization: `Bearer ${token}` }))
  let i = 0
  return () => {
    i++
    return {
      path: `/widget/v1/team-view?object=Account&recordId=${accountIds[(i * 7919) % accountIds.length] ?? ''}`,
      headers: headers[i % headers.length] ?? {},
    }
  }
}

function figures({ still, changing, bare }: Loads): Figure[] {
  const of = (loads: Load[], key: keyof Load) => median(loads.map((one) => one[key]))
  const baseline = of(bare, 'perSecond')
  const lines = (name: string, loads: Load[]): Figure[] => [
    {
      name,
      value: of(loads, 'perSecond'),
      unit: '/s',
      ratio: of(loads, 'perSecond') / baseline,
      against: BASELINE,
    },
    { name: `${name}, p50`, value: of(loads, 'p50'), unit: 'ms' },
    { name: `${name}, p99`, value: of(loads, 'p99'), unit: 'ms' },
  ]
  return [
    ...lines('team-view', still),
    ...lines('team-view, data changing 100 times a second', changing),
    ...lines(BASELINE, bare),
  ]
}
