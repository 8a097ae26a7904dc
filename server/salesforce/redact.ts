import type { SalesforceRequest } from './wire.ts'

const SECRET_FIELDS = ['client_secret', 'refresh_token', 'token', 'code', 'code_verifier'] as const

/** Everything in a request that nobody else may see. */
export function secretsOf({
  accessToken,
  form = {},
}: Pick<SalesforceRequest, 'accessToken' | 'form'>): string[] {
  const sent = [accessToken, ...SECRET_FIELDS.map((name) => form[name])]
  return sent.filter((secret) => secret !== undefined && secret !== '') as string[]
}

/** A text without these secrets, however they are written in it. */
export function redacted(body: Buffer, secrets: readonly string[]): Buffer {
  let text = body.toString('latin1')
  for (const secret of secrets) {
    for (const spelled of [secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1)])
      text = text.replaceAll(Buffer.from(spelled).toString('latin1'), '[redacted]')
  }
  return Buffer.from(text, 'latin1')
}
