import type { Client } from './client.ts'
import type { TestOrg } from './org.ts'

export const ACCOUNTS = '/data/AccountChangeEvent'
export const CONTACTS = '/data/ContactChangeEvent'

/** Subscribes to what happens from now on, once the org has heard it. */
export async function listen(org: TestOrg, client: Client, topicName = ACCOUNTS, numRequested = 100) {
  const subscription = client.subscribe({ topicName, numRequested })
  await org.listening(topicName)
  return subscription
}
