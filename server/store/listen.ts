import pg from 'pg'

export interface Ear {
  heard(payload: string): void
  /** Something may have been missed: the connection was lost, or has only now been made. */
  missed(): void
}

export interface Listening {
  /** Whether everything said up to a moment ago has been heard. False while the connection is being made or is in doubt. */
  isCurrent(): boolean
  close(): Promise<void>
}

/** A connection can be dead without a sign; it is asked this often, and doubted when it has not answered for so long. */
const ASK_EVERY_MS = 1_000
const DOUBT_AFTER_MS = 3_000
const LONGEST_PAUSE_MS = 5_000

export function listen(target: pg.ClientConfig, channel: string, ear: Ear): Listening {
  let current: pg.Client | undefined
  let answeredAt = Number.NEGATIVE_INFINITY
  let timer: NodeJS.Timeout | undefined
  let closed = false
  let failures = 0

  async function open(): Promise<void> {
    const client = new pg.Client({
      ...target,
      application_name: 'team-view listener',
      connectionTimeoutMillis: 5_000,
      query_timeout: DOUBT_AFTER_MS,
      keepAlive: true,
    })
    current = client
    client.on('error', () => lose(client))
    client.on('end', () => lose(client))
    client.on('notification', ({ payload }) => ear.heard(payload ?? ''))
    try {
      await client.connect()
      await client.query(`listen ${pg.escapeIdentifier(channel)}`)
      ear.missed()
      failures = 0
      ask(client)
    } catch {
      lose(client)
    }
  }

  /** Asks whether the connection is alive, and again a second after each answer. */
  function ask(client: pg.Client): void {
    client.query('select 1').then(
      () => {
        if (client !== current) return
        answeredAt = performance.now()
        timer = setTimeout(() => ask(client), ASK_EVERY_MS).unref()
      },
      () => lose(client),
    )
  }

  function lose(client: pg.Client): void {
    if (client !== current) return
    current = undefined
    answeredAt = Number.NEGATIVE_INFINITY
    clearTimeout(timer)
    ear.missed()
    void client.end().catch(() => undefined)
    if (closed) return
    timer = setTimeout(() => void open(), Math.min(LONGEST_PAUSE_MS, 100 * 2 ** failures++)).unref()
  }

  void open()
  return {
    isCurrent: () => performance.now() - answeredAt < DOUBT_AFTER_MS,
    async close() {
      closed = true
      clearTimeout(timer)
      const client = current
      current = undefined
      answeredAt = Number.NEGATIVE_INFINITY
      await client?.end().catch(() => undefined)
    },
  }
}
