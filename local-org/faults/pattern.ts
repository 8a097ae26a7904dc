/**
 * Whether a path lies at or below a pattern: `*` is one step of it, `**` any number. `/services/data/vXX.0` need not be
 * said, and letters match in either case, as they do in Salesforce's own addresses.
 */
export function pathMatcher(pattern: string): (path: string) => boolean {
  const source = pattern
    .replace(/\/+$/, '')
    .split(/(\*+)/)
    .map((part) => (part === '*' ? '[^/]*' : part.startsWith('*') ? '.*' : escaped(part)))
    .join('')
  const form = new RegExp(`^${source}(/|$)`, 'i')
  return (path) => form.test(path) || form.test(path.replace(/^\/services\/data\/v\d+\.\d+(?=\/|$)/i, ''))
}

function escaped(text: string): string {
  return text.replace(/[.+?^${}()|[\]\\]/g, '\\$&')
}
