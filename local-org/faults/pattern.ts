const DATA = /^\/services\/data\/[^/]+(?=\/|$)/i

/**
 * Whether a path lies at or below a pattern: `*` is one step of it, `**` any number. `/services/data/vXX.0` need not be
 * said, and letters match in either case, as they do in Salesforce's own addresses.
 */
export function pathMatcher(pattern: string): (path: string) => boolean {
  const whole = formOf(pattern)
  // Inside the data API nobody knows the full address any more.
  const inner = formOf(pattern.replace(DATA, ''))
  return (path) =>
    path.startsWith('/services/') ? whole.test(path) || whole.test(path.replace(DATA, '')) : inner.test(path)
}

function formOf(pattern: string): RegExp {
  const source = pattern
    .replace(/\/+$/, '')
    .split(/(\*+)/)
    .map((part) => (part === '*' ? '[^/]*' : part.startsWith('*') ? '.*' : escaped(part)))
    .join('')
  return new RegExp(`^${source}(/|$)`, 'i')
}

function escaped(text: string): string {
  return text.replace(/[.+?^${}()|[\]\\]/g, '\\$&')
}
