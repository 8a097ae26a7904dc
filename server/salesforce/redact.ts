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

/** Takes these secrets out of a text, as they are and as a form or an address spells them. */
export function redactor(secrets: readonly string[]): (text: string) => string {
  const spellings = secrets.flatMap((secret) => [
    ...[secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1)],
    new URLSearchParams([['', secret]]).toString().slice(1),
  ])
  return (text) => spellings.reduce((rest, spelled) => rest.replaceAll(spelled, '[redacted]'), text)
}
