/** How many API requests the org has used of those it may make in a day, as it last said. */
export interface ApiLimits {
  used: number
  max: number
}

/** `Sforce-Limit-Info: api-usage=18/15000; per-app-api-usage=17/250(appName=sample)` */
export function parseLimitInfo(header: string | null): ApiLimits | undefined {
  const [, used, max] =
    /(?:^|[;,\s])api-usage=(\d{1,12})\/(\d{1,12})(?!\d)/.exec(header?.slice(0, 1000) ?? '') ?? []
  return used === undefined || max === undefined ? undefined : { used: Number(used), max: Number(max) }
}
