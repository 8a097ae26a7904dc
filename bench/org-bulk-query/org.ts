// The org with as many accounts as asked, and beside it an address that tells how much memory it takes.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createBusiness, createOrgKey, createOrgServer, orgIdFor } from '../../local-org/index.ts'

export interface RunningOrg {
  url: string
  token: string
  memoryUrl: string
}
export interface Memory {
  /** Bytes. */
  now: number
  peak: number
}

const SEED = 1
const org = createOrgServer({
  business: createBusiness({ seed: SEED, accounts: Number(process.argv[2]), today: '2026-11-20' }),
  key: await createOrgKey(),
  orgId: orgIdFor(SEED),
  backendUrl: 'http://127.0.0.1:1',
  audience: 'https://bench.example.com',
})
const { url } = await org.listen()
const memory = createServer((_req, res) => {
  const answer: Memory = { now: process.memoryUsage.rss(), peak: process.resourceUsage().maxRSS * 1024 }
  res.end(JSON.stringify(answer))
})
memory.listen(0, '127.0.0.1', () => {
  const memoryUrl = `http://127.0.0.1:${(memory.address() as AddressInfo).port}`
  const ready: RunningOrg = { url, memoryUrl, token: org.identity.accessTokenFor(org.administrator) }
  process.send?.(ready)
})
process.once('SIGTERM', () => {
  void org.close().then(() => process.exit())
})
