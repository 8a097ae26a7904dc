import { AppError } from '../errors.ts'
import type { Caller } from './callers.ts'
import type { AnyEndpoint } from './endpoint.ts'
import type { Request } from './message.ts'
import { reaches } from './roles.ts'

/** Whether this caller, from this page, may ask this of the endpoint. An endpoint that names no role is for nobody. */
export function guard(endpoint: AnyEndpoint, request: Request, caller: Caller | null): void {
  if (caller?.door === 'console' && !(endpoint.allow && reaches(caller.role, endpoint.allow)))
    throw new AppError('FORBIDDEN', { cause: new Error(`a ${caller.role} asked for ${endpoint.name}`) })
  if (asksForOrigin(endpoint) && !isSameOrigin(request)) throw new AppError('CROSS_ORIGIN')
}

/** What a cookie opens, and what gives one, must be asked by a page of ours; reading changes nothing, so it may be linked to. */
export const asksForOrigin = ({ door, method, login }: AnyEndpoint): boolean =>
  method !== 'GET' && (door === 'console' || login === true)

/**
 * Browsers send a cookie along whoever wrote the page; they also say where the page came from, and no page can change
 * that. Sec-Fetch-Site is the browser's own verdict and holds behind any proxy; without it, Origin must name our host.
 */
function isSameOrigin({ headers }: Request): boolean {
  const site = headers['sec-fetch-site']
  if (site !== undefined) return site === 'same-origin'
  const { origin = '', host } = headers
  return host !== undefined && URL.canParse(origin) && new URL(origin).host === host.toLowerCase()
}

/** Somebody who followed a link, typed an address or sent a form, and is better shown a page than an error in JSON. */
export const wantsPage = ({ headers }: Request): boolean => (headers.accept ?? '').includes('text/html')
