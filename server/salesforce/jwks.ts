import { createPublicKey, type KeyObject } from 'node:crypto'
import { LRUCache } from 'lru-cache'
import { z } from 'zod'
import type { Clock } from '../lib/clock.ts'
import type { SalesforceHttp } from './http.ts'
import { readDocument } from './json.ts'
import { restRefusal } from './rest-refusal.ts'

/** The keys that an org's login signs with, by their id. */
export type SigningKeys = (loginUrl: string, keyId: string) => Promise<KeyObject | undefined>

const JWKS = z.object({
  keys: z
    .array(
      z.object({
        kid: z.string().max(200).optional(),
        kty: z.string().max(20),
        alg: z.string().max(20).optional(),
        use: z.string().max(20).optional(),
        n: z.string().max(2000).optional(),
        e: z.string().max(20).optional(),
      }),
    )
    .max(200),
})
type PublishedKey = z.output<typeof JWKS>['keys'][number]

/** A key that Salesforce took back is believed no longer than this. */
const FRESH_FOR_MS = 24 * 60 * 60 * 1000
/** Made-up key ids make us ask no more often than this. */
const ASKED_AGAIN_AFTER_MS = 60 * 1000
const LEAST_BITS = 2048

interface Known {
  readAt: number
  keys: ReadonlyMap<string, KeyObject>
}

export function createSigningKeys({ http, clock }: { http: SalesforceHttp; clock: Clock }): SigningKeys {
  const known = new LRUCache<string, Known>({ max: 100 })
  const underWay = new Map<string, Promise<Known>>()

  async function fetchKeys(loginUrl: string): Promise<Known> {
    const { keys } = await http.call({ origin: loginUrl, path: '/id/keys' }, (reply) => {
      if (reply.status !== 200) throw restRefusal(reply)
      return readDocument(reply, JWKS)
    })
    const read = { readAt: clock.now().getTime(), keys: usable(keys) }
    known.set(loginUrl, read)
    return read
  }

  /** Asked together, fetched once. */
  function fresh(loginUrl: string): Promise<Known> {
    const running = underWay.get(loginUrl) ?? fetchKeys(loginUrl).finally(() => underWay.delete(loginUrl))
    underWay.set(loginUrl, running)
    return running
  }

  return async (loginUrl, keyId) => {
    const last = known.get(loginUrl)
    const age = last ? Math.abs(clock.now().getTime() - last.readAt) : Infinity
    // A key that nobody knows may be new: Salesforce changes them without notice.
    const isDue = age >= (last?.keys.has(keyId) ? FRESH_FOR_MS : ASKED_AGAIN_AFTER_MS)
    const current = isDue || !last ? await fresh(loginUrl) : last
    return current.keys.get(keyId)
  }
}

function usable(published: readonly PublishedKey[]): ReadonlyMap<string, KeyObject> {
  const found = published.map((key) => [key.kid ?? '', publicKey(key)] as const)
  return new Map(
    found.filter((entry): entry is [string, KeyObject] => entry[0] !== '' && entry[1] !== undefined),
  )
}

/** An RSA key for signatures, or undefined: other kinds that Salesforce may publish are none of ours. */
function publicKey({ kty, alg = 'RS256', use = 'sig', n = '', e = '' }: PublishedKey): KeyObject | undefined {
  if (kty !== 'RSA' || alg !== 'RS256' || use !== 'sig') return undefined
  try {
    const key = createPublicKey({ key: { kty, n, e }, format: 'jwk' })
    return (key.asymmetricKeyDetails?.modulusLength ?? 0) >= LEAST_BITS ? key : undefined
  } catch {
    return undefined
  }
}
