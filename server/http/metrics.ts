import { Histogram, Registry, collectDefaultMetrics } from 'prom-client'

export interface Metrics {
  observe(endpoint: string, status: number, seconds: number): void
  text(): Promise<string>
}

/** A registry of its own per server, so that two servers in one process do not share counts. */
export function createMetrics(): Metrics {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const duration = new Histogram({
    name: 'team_view_request_seconds',
    help: 'Requests answered, and the time each took, by endpoint and status.',
    labelNames: ['endpoint', 'status'],
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers: [registry],
  })
  return {
    observe(endpoint, status, seconds) {
      duration.observe({ endpoint, status }, seconds)
    },
    text: () => registry.metrics(),
  }
}
