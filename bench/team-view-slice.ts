import { join } from 'node:path'
import { startChild, type Child } from './lib/child.ts'
import { median, type Benchmark, type Figure } from './lib/figure.ts'
import { load, type Load } from './lib/load.ts'
import type { SliceReady } from './team-view-slice/server.ts'

const COMPANIES = 10_000
const CONNECTIONS = 50
const SECONDS = 8
const ROUNDS = 3
const BASELINE = 'a bare Express 5 JSON endpoint'

export const teamViewSlice: Benchmark = {
  name: 'team-view-slice',
  summary: `Team View answers at ${CONNECTIONS} connections, real tokens, ${COMPANIES.toLocaleString('en-US')} companies`,
  async run(note) {
    note('loading the sample business')
    const server = await startChild<SliceReady>(part('server'), [String(COMPANIES)])
    const bare = await startChild<{ url: string }>(part('bare-express'), [server.ready.sample])
    try {
      return figures(await measure(server, bare.ready.url, note))
    } finally {
      await Promise.all([server.stop(), bare.stop()])
    }
  },
}

const part = (name: string): string => join(import.meta.dirname, 'team-view-slice', `${name}.ts`)

interface Loads {
  still: Load[]
  changing: Load[]
  bare: Load[]
}

/** They take turns, so that a machine that slows down slows all of them. The first round only warms up. */
async function measure(
  server: Child<SliceReady>,
  bareUrl: string,
  note: (text: string) => void,
): Promise<Loads> {
  const loads: Loads = { still: [], changing: [], bare: [] }
  const next = requests(server.ready)
  for (let round = 0; round <= ROUNDS; round++) {
    note(round === 0 ? 'warming up' : `round ${round} of ${ROUNDS}`)
    const run = (url: string) =>
      load({ url, connections: CONNECTIONS, seconds: round === 0 ? 2 : SECONDS, next })
    const still = await run(server.ready.url)
    const bare = await run(bareUrl)
    server.process.send({ changes: true })
    const changing = await run(server.ready.url)
    server.process.send({ changes: false })
    if (round === 0) continue
    loads.still.push(still)
    loads.bare.push(bare)
    loads.changing.push(changing)
  }
  return loads
}

/** Every request asks for the next account with the next user's token. */
function requests({ accountIds, tokens }: SliceReady) {
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
