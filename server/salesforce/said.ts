/** Salesforce's own words, short and on one line, without anything that is as long as a token. */
export function said(words: unknown, redact: (text: string) => string): string | undefined {
  if (typeof words !== 'string') return undefined
  const line = redact(words)
    .replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ')
    .replaceAll(/[\w.~+/=!%-]{64,}/g, '[redacted]')
    .trim()
  return line === '' ? undefined : line.slice(0, 500)
}

/** A code as Salesforce writes them, or nothing. */
export function codeOf(code: unknown, redact: (text: string) => string): string | undefined {
  return typeof code === 'string' && /^[A-Za-z][\w.:-]{0,79}$/.test(redact(code)) ? code : undefined
}

/** `Retry-After` in seconds; Salesforce sends no dates. */
export function retryAfterMs(headers: Headers): number | undefined {
  const seconds = headers.get('retry-after')
  return seconds !== null && /^\d{1,6}$/.test(seconds) ? Number(seconds) * 1000 : undefined
}
