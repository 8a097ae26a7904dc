import autocannon from 'autocannon'

export interface Load {
  perSecond: number
  p50: number
  p99: number
}

export interface LoadOptions {
  url: string
  connections: number
  seconds: number
  /** A path and headers for the next request. */
  next(): { path: string; headers: Record<string, string> }
}

/** Keeps the connections busy for that long; any answer but 200 spoils the figure, so it is an error. */
export async function load(options: LoadOptions): Promise<Load> {
  const result = await autocannon({
    url: options.url,
    connections: options.connections,
    duration: options.seconds,
    requests: [{ setupRequest: (request) => Object.assign(request, options.next()) }],
  })
  const bad = result.non2xx + result.errors + result.timeouts
  if (bad > 0) throw new Error(`${bad} of ${result.requests.total} requests were not answered with 200`)
  return { perSecond: result.requests.average, p50: result.latency.p50, p99: result.latency.p99 }
}
