import { onTestFinished } from 'vitest'
import type { EventsOptions } from '../../../local-org/events/index.ts'
import { connect, type Client } from './client.ts'
import { startOrg, type TestOrg } from './org.ts'

/** An org for this test alone, and a client of it. */
export async function start(options: Partial<EventsOptions> = {}): Promise<{ org: TestOrg; client: Client }> {
  const org = await startOrg(options)
  onTestFinished(() => org.events.close())
  const client = connect(`localhost:${org.port}`, org.events.certificate)
  onTestFinished(client.close)
  return { org, client }
}
