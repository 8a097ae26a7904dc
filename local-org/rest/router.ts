import type { ApiEndpoint, Method } from './call.ts'

export interface Match {
  readonly endpoint: ApiEndpoint
  readonly params: Readonly<Record<string, string>>
}

export interface Router {
  /** The endpoint for a call; the methods that are allowed when only the path is known; undefined for an unknown path. */
  match(method: Method, path: string): Match | { readonly allowed: readonly Method[] } | undefined
}

interface Compiled {
  readonly endpoint: ApiEndpoint
  readonly segments: readonly string[]
}

/** Finds endpoints by path; where several fit, words win over params from the left. */
export function createRouter(endpoints: readonly ApiEndpoint[]): Router {
  const compiled = endpoints
    .map((endpoint): Compiled => ({ endpoint, segments: segmentsOf(endpoint.path) }))
    .sort(wordsFirst)
  return {
    match(method, path) {
      const given = segmentsOf(path)
      const fitting = compiled.flatMap(({ endpoint, segments }) => {
        const params = paramsOf(segments, given)
        return params ? [{ endpoint, params }] : []
      })
      if (fitting.length === 0) return undefined
      const wanted = method === 'HEAD' ? 'GET' : method
      return fitting.find(({ endpoint }) => endpoint.method === wanted) ?? { allowed: methodsOf(fitting) }
    },
  }
}

function segmentsOf(path: string): string[] {
  return path.split('/').filter(Boolean)
}

function wordsFirst(a: Compiled, b: Compiled): number {
  const rank = ({ segments }: Compiled) =>
    segments.map((segment) => (segment.endsWith('*') ? '2' : segment.startsWith(':') ? '1' : '0')).join('')
  return rank(a) < rank(b) ? -1 : 1
}

function paramsOf(pattern: readonly string[], given: readonly string[]): Record<string, string> | undefined {
  const rest = pattern.at(-1)?.endsWith('*') ? pattern.length - 1 : undefined
  if (rest === undefined ? pattern.length !== given.length : given.length < rest) return undefined
  const params: Record<string, string> = {}
  for (const [index, segment] of pattern.entries()) {
    if (index === rest) params[segment.slice(1, -1)] = given.slice(rest).join('/')
    else if (segment.startsWith(':')) params[segment.slice(1)] = decoded(given[index] as string)
    else if (segment.toLowerCase() !== (given[index] as string).toLowerCase()) return undefined
  }
  return params
}

/** A key in a path may hold anything, escaped; what is no escape stands for itself. */
function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch {
    return segment
  }
}

function methodsOf(matches: readonly Match[]): Method[] {
  const methods = new Set(matches.map(({ endpoint }) => endpoint.method))
  return methods.has('GET') ? ['HEAD', ...methods] : [...methods]
}
