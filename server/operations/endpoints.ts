import { z } from 'zod'
import { AppError } from '../errors.ts'
import { endpoint } from '../http/endpoint.ts'
import type { Metrics } from '../http/metrics.ts'

export const getHealth = () =>
  endpoint({
    name: 'getHealth',
    method: 'GET',
    path: '/healthz',
    door: 'open',
    summary: 'Is the process alive?',
    answer: z.object({ status: z.literal('ok') }),
    handle: () => ({ status: 'ok' as const }),
  })

export const getReadiness = (database: { ping(): Promise<void> }) =>
  endpoint({
    name: 'getReadiness',
    method: 'GET',
    path: '/readyz',
    door: 'open',
    summary: 'Can it answer, database included?',
    answer: z.object({ status: z.literal('ready') }),
    errors: ['UNAVAILABLE'],
    async handle() {
      await database.ping().catch((cause: unknown) => {
        throw new AppError('UNAVAILABLE', { cause })
      })
      return { status: 'ready' as const }
    },
  })

export const getMetrics = (metrics: Metrics) =>
  endpoint({
    name: 'getMetrics',
    method: 'GET',
    path: '/metrics',
    door: 'open',
    summary: 'Figures for Prometheus',
    description: 'Counts and durations only, nothing about customers. Keep it inside your network.',
    produces: 'text/plain; version=0.0.4; charset=utf-8',
    answer: z.string(),
    handle: () => metrics.text(),
  })
