import { randomText } from './secrets.ts'
import type { Grant } from './tokens.ts'

/** What a user allowed, waiting for the app to fetch it. */
export interface Approved {
  readonly clientId: string
  readonly userId: string
  readonly redirectUri: string
  readonly scopes: readonly string[]
  readonly challenge: string | undefined
  readonly nonce: string | undefined
}

/** What a code is good for; spent and expired ones are still known for what they were. */
export type Redeemed =
  | { readonly state: 'unknown' }
  | { readonly state: 'expired' }
  | { readonly state: 'spent'; readonly grant: Grant | undefined }
  | { readonly state: 'good'; readonly approved: Approved; settle(grant: Grant): void }

export interface Codes {
  issue(approved: Approved): string
  /** Uses the code up, whatever comes of it. */
  redeem(code: string, clientId: string): Redeemed
  forget(userId?: string): void
}

const LIFETIME_MS = 15 * 60 * 1000
/** How long a code is remembered, so that its second use is noticed. */
const MEMORY_MS = 4 * LIFETIME_MS

export function createCodes(now: () => number): Codes {
  const codes = new Map<string, { approved: Approved; issuedAt: number; spent: boolean; grant?: Grant }>()
  return {
    issue(approved) {
      for (const [code, { issuedAt }] of codes) {
        if (now() - issuedAt < MEMORY_MS) break
        codes.delete(code)
      }
      // Salesforce's codes end like this, which catches an app that forgets to encode them.
      const code = `aPrx${randomText(76)}==`
      codes.set(code, { approved, issuedAt: now(), spent: false })
      return code
    },
    redeem(code, clientId) {
      const kept = codes.get(code)
      if (kept?.approved.clientId !== clientId) return { state: 'unknown' }
      if (kept.spent) return { state: 'spent', grant: kept.grant }
      kept.spent = true
      if (now() - kept.issuedAt >= LIFETIME_MS) return { state: 'expired' }
      return { state: 'good', approved: kept.approved, settle: (grant) => void (kept.grant = grant) }
    },
    forget(userId) {
      for (const [code, { approved }] of codes) {
        if (userId === undefined || approved.userId === userId) codes.delete(code)
      }
    },
  }
}
