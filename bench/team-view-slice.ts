import { join } from 'node:path'
import { startChild } from './lib/child.ts'
import { median, type Benchmark } from './lib/figure.ts'
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
      const { ours, theirs } = await measure(server.ready, bare.ready.url, note)
      return figures(ours, theirs)
    } finally {
      await Promise.all([server.stop(), bare.stop()])
    }
  },
}

const part = (name: string): string => join(import.meta.dirname, 'team-view-slice', `${name}.ts`)

/** The two take turns, so that a machine that slows down slows both. The first round only warms up. */
async function measure(server: SliceReady, bareUrl: string, note: (text: string) => void) {
  const ours: Load[] = []
  const theirs: Load[] = []
  for (let round = 0; round <= ROUNDS; round++) {
    note(round === 0 ? 'warming up' : `round ${round} of ${ROUNDS}`)
    const seconds = round === 0 ? 2 : SECONDS
    const next = requests(server)
    const [one, other] = [
      await load({ url: server.url, connections: CONNECTIONS, seconds, next }),
      await load({ url: bareUrl, connections: CONNECTIONS, seconds, next }),
    ]
    if (round > 0) {
      ours.push(one)
      theirs.push(other)
    }
  }
  return { ours, theirs }
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

function figures(ours: Load[], theirs: Load[]) {
  const of = (loads: Load[], key: keyof Load) => median(loads.map((one) => one[key]))
  const perSecond = of(ours, 'perSecond')
  const baseline = of(theirs, 'perSecond')
  return [
    {
      name: 'team-view answers',
      value: perSecond,
      unit: '/s',
      ratio: perSecond / baseline,
      against: BASELINE,
    },
    { name: 'team-view p50', value: of(ours, 'p50'), unit: 'ms' },
    { name: 'team-view p99', value: of(ours, 'p99'), unit: 'ms' },
    { name: BASELINE, value: baseline, unit: '/s' },
    { name: `${BASELINE}, p50`, value: of(theirs, 'p50'), unit: 'ms' },
    { name: `${BASELINE}, p99`, value: of(theirs, 'p99'), unit: 'ms' },
  ]
}
