import { SalesforceError } from './errors.ts'

// Grammars for the text as it is written, not for what a URL parser makes of it: whatever is not spelled like a Salesforce
// host is none. So there are no other spellings of an IP address, no user info, no ports, no letters that look like others.
// Capitals make no difference; without the flag `u`, letters outside ASCII are no capitals of those within.
export const LABEL = '[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?'
const SALESFORCE = new RegExp(`^https://((?:${LABEL}\\.){1,5}salesforce\\.com)/?$`, 'i')
const LOCAL = /^(http:\/\/(?:127\.0\.0\.1|localhost|\[::1\])(?::\d{1,5})?)\/?$/

export interface HostRules {
  /** Whether the local org, on this machine and without TLS, is believed too: in the demo and in tests. */
  allowLocal: boolean
}

/** The origin of an address of Salesforce's: `https://host`, nothing after it. Undefined for every other text. */
export function salesforceOrigin(text: string, { allowLocal }: HostRules): string | undefined {
  const host = SALESFORCE.exec(text)?.[1]
  if (host !== undefined) return `https://${host.toLowerCase()}`
  return allowLocal ? localOrigin(text) : undefined
}

export function localOrigin(text: string): string | undefined {
  const origin = LOCAL.exec(text)?.[1]
  return origin !== undefined && URL.canParse(origin) ? origin : undefined
}

/** Where the API of an org is, as it says itself. On this machine that is the origin that was logged in at: every port is somebody else. */
export function demandInstanceOrigin(text: string, { loginUrl, rules }: InstanceRules): string {
  const origin = demandSalesforceOrigin(text, rules)
  if (localOrigin(origin) !== undefined && origin !== localOrigin(loginUrl))
    throw new SalesforceError('HOST_REFUSED')
  return origin
}

interface InstanceRules {
  loginUrl: string
  rules: HostRules
}

/** Throws for an address that is not Salesforce's. Which one it was stays out of the message: it may be anything. */
export function demandSalesforceOrigin(text: string, rules: HostRules): string {
  const origin = salesforceOrigin(text, rules)
  if (origin === undefined) throw new SalesforceError('HOST_REFUSED')
  return origin
}
