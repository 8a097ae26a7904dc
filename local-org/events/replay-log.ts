/** An event on the bus. */
export interface BusEvent {
  readonly id: string
  readonly object: string
  /** Whether the object was selected for the standard channels when it happened. */
  readonly standard: boolean
  readonly schemaId: string
  readonly payload: Buffer
}

interface Entry {
  readonly at: number
  /** None for a place in the stream that only says how far it has come. */
  readonly event: BusEvent | undefined
}

/** What happened, in order, for as long as it is kept. Every entry has a position of its own, one above the last. */
export interface ReplayLog {
  readonly latest: number
  /** The position after which everything kept comes. */
  readonly start: number
  /** Whether a subscription may go on after this position without missing anything. */
  has(position: number): boolean
  /** The entry at a kept position. */
  at(position: number): Entry | undefined
  append(event: BusEvent): void
  /** Moves on without an event, so that those who hear nothing keep a position that is not forgotten. */
  advance(): void
  expireBefore(position: number): void
}

export interface ReplayLogOptions {
  readonly now: () => number
  readonly retentionMs: number
  readonly limit: number
}

// Often enough for a subscriber to keep up, rare enough that silence costs no memory.
const ADVANCE_MS = 60_000
// An org that starts anew goes on above where it ever was, so nobody takes an old position for a new one.
const POSITIONS_PER_MS = 1_000
const TIDY_AT = 4_096
const FORGOTTEN: Entry = { at: 0, event: undefined }

export function createReplayLog({ now, retentionMs, limit }: ReplayLogOptions): ReplayLog {
  let entries: Entry[] = [{ at: now(), event: undefined }]
  /** The position of entries[0]; those before `head` are forgotten already. */
  let base = Math.max(1, Math.floor(now())) * POSITIONS_PER_MS
  let head = 0
  const latest = () => base + entries.length - 1

  const add = (event: BusEvent | undefined) => {
    entries.push({ at: now(), event })
    const first = entries.length - limit
    forget((_, own) => own < base + first)
    expire()
  }
  function forget(isOver: (entry: Entry, position: number) => boolean) {
    // Their places are given up in one go, what they hold at once.
    for (let entry = entries[head]; entry && isOver(entry, base + head); entry = entries[head])
      entries[head++] = FORGOTTEN
    // There is always a place to go on from.
    if (head === entries.length) entries.push({ at: now(), event: undefined })
    if (head < TIDY_AT || head * 2 < entries.length) return
    entries = entries.slice(head)
    base += head
    head = 0
  }
  function expire() {
    const oldest = now() - retentionMs
    forget(({ at }) => at < oldest)
  }
  return {
    get latest() {
      expire()
      return latest()
    },
    get start() {
      expire()
      return base + head - 1
    },
    has(position) {
      expire()
      return position >= base + head && position <= latest()
    },
    at: (position) => (position < base + head ? undefined : entries[position - base]),
    append: add,
    advance() {
      if (now() - (entries.at(-1)?.at ?? 0) >= ADVANCE_MS) add(undefined)
    },
    expireBefore: (position) => forget((_, own) => own < position),
  }
}
