/** Ports share cookies, so these names must be nobody else's on this machine. */
export const SESSION_COOKIE = 'local_org_sid'
export const BROWSER_COOKIE = 'local_org_browser'

/** Seen by no script, and sent along from other sites only when the user follows a link. */
export function setCookie(name: string, value: string): string {
  return `${name}=${value}; Path=/; HttpOnly; SameSite=Lax`
}

export function clearCookie(name: string): string {
  return `${setCookie(name, '')}; Max-Age=0`
}
