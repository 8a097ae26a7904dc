export interface Provision<Data> {
  data: Data | undefined
  error: unknown
}

type Config = Record<string, unknown>

interface Live {
  config: Config | undefined
  refresh(): Promise<void>
}

// Which adapter gave out a value, so that refreshApex(value) can find it again.
const givenBy = new WeakMap<object, Live>()

/** A wire adapter as LWC's wire protocol wants it, over a function that loads the data for a configuration. */
export function defineWireAdapter<Data>(load: (config: Config) => Promise<Data>) {
  const live = new Set<Live>()

  class WireAdapter implements Live {
    config: Config | undefined
    private connected = false
    private latest: object | undefined
    private readonly emit: (value: Provision<Data>) => void

    constructor(emit: (value: Provision<Data>) => void) {
      this.emit = emit
      this.provide({ data: undefined, error: undefined })
    }

    connect(): void {
      this.connected = true
      live.add(this)
      if (this.config) this.refresh()
    }

    update(config: Config): void {
      this.config = config
      if (this.connected) this.refresh()
    }

    disconnect(): void {
      this.connected = false
      this.latest = undefined
      live.delete(this)
    }

    /** Loads again; only the answer to the newest question is passed on. */
    async refresh(): Promise<void> {
      const question = (this.latest = {})
      if (!this.config || Object.values(this.config).includes(undefined)) return
      const answer = await load(this.config).then(
        (data) => ({ data, error: undefined }),
        (error: unknown) => ({ data: undefined, error }),
      )
      if (question === this.latest) this.provide(answer)
    }

    private provide(value: Provision<Data>): void {
      givenBy.set(value, this)
      this.emit(value)
    }
  }

  const refreshWhere = (wanted: (config: Config) => boolean) =>
    Promise.all([...live].filter(({ config }) => config && wanted(config)).map((each) => each.refresh()))

  return { Adapter: WireAdapter, refreshWhere }
}

/** Asks again for a value a wire gave out. */
export async function refreshProvision(value: object): Promise<void> {
  const adapter = givenBy.get(value)
  if (!adapter) throw new Error('Only a value that came from a wire can be refreshed')
  await adapter.refresh()
}
