/** What can be made to go wrong, and what each needs to know. */
export interface FaultKinds {
  /** Answers come this much later. */
  latency: { ms: number }
  /** 401 INVALID_SESSION_ID although the token is good. */
  unauthorized: object
  /** 503 SERVER_UNAVAILABLE. */
  unavailable: object
  /** 403 REQUEST_LIMIT_EXCEEDED. */
  limit: object
  /** 200 with a maintenance page instead of JSON or CSV. */
  html: object
  /** The body ends in the middle and the connection with it. */
  cut: { afterBytes?: number }
  /** The answer begins and then nothing more comes. */
  stall: { afterBytes?: number }
  /** A query's totalSize is off by this many. */
  'wrong-total': { by: number }
  /** A bulk job's numberRecordsProcessed and Sforce-NumberOfRecords are off by this many. */
  'wrong-count': { by: number }
  /** INVALID_QUERY_LOCATOR for a good locator. */
  'expired-locator': object
  /** The refresh token is used up, but the answer with the new one never arrives. */
  'lost-refresh-token': object
  /** Token answers name another instance_url. */
  'instance-url': { url: string }
  /** Another org answers behind the same login. */
  'other-org': { orgId?: string }
  /** The event stream goes silent without ending. */
  'stream-stall': object
}
export type FaultKind = keyof FaultKinds

export type FaultSpec = {
  [K in FaultKind]: {
    readonly kind: K
    /** Only requests whose path matches this pattern (or topics, for streams); all when left out. */
    readonly path?: string
    readonly method?: string
    /** How often it strikes before it is spent; 1 when left out, null for ever. */
    readonly times?: number | null
    /** How many requests pass unharmed first. */
    readonly after?: number
  } & Readonly<FaultKinds[K]>
}[FaultKind]

export interface Faults {
  /** The armed fault of this kind for this request, used up by asking; undefined when nothing is to go wrong. */
  take<K extends FaultKind>(kind: K, subject?: { path: string; method?: string }): FaultKinds[K] | undefined
}
