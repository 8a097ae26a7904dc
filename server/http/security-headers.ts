/** On every reply, errors included. The API needs no page features at all; the documentation page adds its stylesheet. */
export const SECURITY_HEADERS: Readonly<Record<string, string>> = {
  'Content-Security-Policy':
    "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Strict-Transport-Security': 'max-age=31536000; includeSubDomains',
  'X-Frame-Options': 'DENY',
  'Cache-Control': 'no-store',
}

/** For the few pages the server renders itself: their one stylesheet comes from the same server, and forms go there. */
export const PAGE_POLICY = pagePolicy([])

/** Browsers hold a form's redirects against its policy too: one that leads away names where to. */
export function pagePolicy(formsLeadTo: readonly string[]): string {
  const forms = ["'self'", ...formsLeadTo].join(' ')
  return `default-src 'none'; style-src 'self'; img-src 'self' data:; frame-ancestors 'none'; base-uri 'none'; form-action ${forms}`
}
