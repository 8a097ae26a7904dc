import { isIP } from 'node:net'
import { LABEL, localOrigin, type HostRules } from './hosts.ts'

/** ONLY_THE_HOST: a My Domain, but with a port, a user or a path. ONLY_HTTPS: one without TLS, whatever else it has. */
export type DomainRefusal =
  'LIGHTNING_URL' | 'NOT_SALESFORCE' | 'INTERNAL_ADDRESS' | 'ONLY_THE_HOST' | 'ONLY_HTTPS'

/** `use` is what was probably meant. */
export type CheckedDomain = { domain: string } | { refusal: DomainRefusal; use?: string }

/** `acme.my.`, `acme--uat.sandbox.my.`, `acme--uat.cs17.my.`, `acme-dev-ed.develop.my.` */
const MY_DOMAIN = new RegExp(`^(?:https://)?((?:${LABEL}\\.){1,2}my\\.salesforce\\.com)/?$`, 'i')
/** Where people are when they copy the address of their org. */
const LIGHTNING = new RegExp(
  `^((?:${LABEL}\\.){1,2})(?:lightning\\.force\\.com|my\\.salesforce-setup\\.com)$`,
)
const MY_HOST = new RegExp(`^(?:${LABEL}\\.){1,2}my\\.salesforce\\.com$`)
const INTERNAL = /(?:^|\.)(?:localhost|local|internal|intranet|lan|home|corp|home\.arpa)$/

/**
 * A custom domain as an administrator types it: taken only when it is spelled exactly like a My Domain. Everything else is
 * refused; looking closer only finds the reason.
 */
export function checkDomain(text: string, { allowLocal }: HostRules): CheckedDomain {
  const typed = text.trim()
  const host = MY_DOMAIN.exec(typed)?.[1]
  if (host !== undefined) return { domain: `https://${host.toLowerCase()}` }
  const local = allowLocal ? localOrigin(typed) : undefined
  return local === undefined ? refusalOf(typed) : { domain: local }
}

function refusalOf(typed: string): CheckedDomain {
  const url = parse(typed)
  if (!url) return { refusal: 'NOT_SALESFORCE' }
  // The parser writes every spelling of an IP address in the usual one.
  const host = url.hostname.toLowerCase().replace(/\.$/, '')
  if (isInternal(host)) return { refusal: 'INTERNAL_ADDRESS' }
  const org = LIGHTNING.exec(host)?.[1]
  if (org !== undefined) return { refusal: 'LIGHTNING_URL', use: `https://${org}my.salesforce.com` }
  if (!MY_HOST.test(host)) return { refusal: 'NOT_SALESFORCE' }
  return { refusal: url.protocol === 'https:' ? 'ONLY_THE_HOST' : 'ONLY_HTTPS', use: `https://${host}` }
}

function parse(typed: string): URL | undefined {
  // The parser leaves these out, and would read two lines as one name.
  if (/[\s\p{Cc}]/u.test(typed)) return undefined
  const address = /^[A-Za-z][A-Za-z0-9+.-]*:\/\//.test(typed) ? typed : `https://${typed}`
  return URL.canParse(address) ? new URL(address) : undefined
}

/** A name without a dot is looked up in the network this server stands in. */
const isInternal = (host: string): boolean =>
  isIP(host) !== 0 || host.startsWith('[') || INTERNAL.test(host) || (host !== '' && !host.includes('.'))

const OF_SANDBOX = new RegExp(
  `^https://(?:${LABEL}\\.(?:sandbox|scratch|cs\\d+)|[a-z0-9-]*--[a-z0-9-]*)\\.my\\.`,
)
const OF_PRODUCTION = new RegExp(`^https://${LABEL}\\.(?:develop\\.)?my\\.`)

/** What a domain that checkDomain gave says of its org; a My Domain has no two hyphens of its own. Some say nothing. */
export function orgTypeOfDomain(domain: string): 'production' | 'sandbox' | undefined {
  if (OF_SANDBOX.test(domain)) return 'sandbox'
  return OF_PRODUCTION.test(domain) ? 'production' : undefined
}

/** Where a user logs in, and where tokens come from. `domain` is one that checkDomain gave. */
export function loginUrlOf({
  orgType,
  domain,
}: {
  orgType: 'production' | 'sandbox'
  domain?: string | null | undefined
}): string {
  return domain ?? (orgType === 'sandbox' ? 'https://test.salesforce.com' : 'https://login.salesforce.com')
}
