import type { SObject } from '../../records/types.ts'
import { textOf } from '../directory.ts'

const DATA = '/services/data/v{version}/'

/** Where a client finds the org's APIs; the version is a blank to fill in, or the one that was asked for. */
export function apiUrls(base: string, user: SObject, orgId: string, version: string) {
  const short = orgId.slice(0, 15)
  const urls = {
    enterprise: `${base}/services/Soap/c/{version}/${short}`,
    metadata: `${base}/services/Soap/m/{version}/${short}`,
    partner: `${base}/services/Soap/u/{version}/${short}`,
    rest: `${base}${DATA}`,
    sobjects: `${base}${DATA}sobjects/`,
    search: `${base}${DATA}search/`,
    query: `${base}${DATA}query/`,
    recent: `${base}${DATA}recent/`,
    tooling_soap: `${base}/services/Soap/T/{version}/${short}`,
    tooling_rest: `${base}${DATA}tooling/`,
    profile: `${base}/${user.Id}`,
    feeds: `${base}${DATA}chatter/feeds`,
    groups: `${base}${DATA}chatter/groups`,
    users: `${base}${DATA}chatter/users`,
    feed_items: `${base}${DATA}chatter/feed-items`,
    feed_elements: `${base}${DATA}chatter/feed-elements`,
    custom_domain: base,
  }
  const filled = Object.entries(urls).map(([name, url]) => [name, url.replace('{version}', version)])
  return Object.fromEntries(filled) as Record<keyof typeof urls, string>
}

export function photosOf(base: string) {
  return { picture: `${base}/profilephoto/005/F`, thumbnail: `${base}/profilephoto/005/T` }
}

/** Milliseconds to UTC in winter, as Salesforce gives them all year. */
export function utcOffset(timeZone: string, year: number): number {
  return Math.min(offsetAt(timeZone, Date.UTC(year, 0, 1)), offsetAt(timeZone, Date.UTC(year, 6, 1)))
}

function offsetAt(timeZone: string, time: number): number {
  const format = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' })
  const name = format.formatToParts(time).find(({ type }) => type === 'timeZoneName')?.value ?? 'GMT'
  const [, sign, hours = '0', minutes = '0'] = /GMT([+-])(\d+):(\d+)/.exec(name) ?? []
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000
}

/** `STANDARD`, of the record's `Standard`. */
export function userTypeOf(user: SObject): string {
  return textOf(user, 'UserType').toUpperCase()
}
