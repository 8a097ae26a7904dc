import { createApp } from '../../server/app.ts'
import type { AnyEndpoint } from '../../server/http/endpoint.ts'
import { systemClock } from '../../server/lib/clock.ts'
import { createLogger } from '../../server/lib/log.ts'
import type { Database } from '../../server/store/index.ts'
import { deaf } from './database.ts'
import { testVault } from './secrets.ts'
import { AUDIENCE } from './server.ts'

const noDatabase = deaf({ query: () => Promise.reject(new Error('unused')) } as unknown as Database)

/** The endpoints as the server lists them, for tests that are made one for each before anything runs. */
export const listedEndpoints = (): readonly AnyEndpoint[] =>
  createApp({
    config: { widgetAudience: AUDIENCE, trustProxy: 0, requestsPerMinute: 1 },
    db: noDatabase,
    clock: systemClock,
    log: createLogger('silent', { write: () => undefined }),
    vault: testVault(),
    version: '0',
  }).endpoints
