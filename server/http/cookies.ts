/** The session's key. The prefix makes browsers refuse it from another host, another path, or without Secure. */
export const SESSION_COOKIE = '__Host-team-view'

export interface Cookie {
  name: `__Host-${string}`
  value: string
  maxAgeSeconds: number
}

/** Takes the cookie away. */
export const endOfCookie = (name: Cookie['name']): Cookie => ({ name, value: '', maxAgeSeconds: 0 })

/**
 * Lax and not Strict: after Salesforce's login page the browser comes back from another site, and must bring its session
 * for the `state` to be compared with. What Lax lets through, a cross-site GET by the address bar, changes nothing here;
 * everything else is checked for its origin besides.
 */
export function cookieHeader({ name, value, maxAgeSeconds }: Cookie): string {
  if (!/^[\w.~-]*$/.test(value)) throw new Error(`the value of ${name} does not fit into a cookie`)
  return `${name}=${value}; Path=/; Max-Age=${maxAgeSeconds}; Secure; HttpOnly; SameSite=Lax`
}

/** A name given twice is as good as none: which of them was meant is anyone's guess. */
export function readCookie(header: string | undefined, name: Cookie['name']): string | undefined {
  const values = (header ?? '')
    .split(';')
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(`${name}=`))
    .map((pair) => pair.slice(name.length + 1))
  return values.length === 1 ? values[0] : undefined
}
