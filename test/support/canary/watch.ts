import { MARKS } from './marker.ts'

/** A place where a secret was seen; never the secret itself. */
export interface Leak {
  where: string
  kind: string
}

/** What is a secret by its look, whoever made it: a signed token, a private key. */
const BY_LOOK: readonly [kind: string, look: RegExp][] = [
  ['a signed token', /eyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{20}/],
  [
    'a private key',
    new RegExp(`PRIVATE(?: |%20|\\+)KEY-----|${Buffer.from('PRIVATE KEY-----').toString('hex')}`),
  ],
]

const known = new Set<string>()
let marked = lookFor(MARKS)
const leaks: Leak[] = []

const spelled = (secret: string): string[] => [
  secret,
  encodeURIComponent(secret),
  JSON.stringify(secret).slice(1, -1),
  Buffer.from(secret).toString('hex'),
]

function lookFor(texts: readonly string[]): RegExp {
  const literal = (text: string) => text.replaceAll(/[\\^$.*+?()[\]{}|/]/g, '\\$&')
  return new RegExp([...new Set(texts)].map(literal).join('|'))
}

/** Secrets that carry no marker, because somebody chose them: passwords, the secrets of apps. */
export function isSecret(...secrets: readonly (string | undefined)[]): void {
  const fresh = secrets.filter((secret) => secret !== undefined && secret.length >= 8 && !known.has(secret))
  if (fresh.length === 0) return
  for (const secret of fresh) known.add(secret as string)
  marked = lookFor([...MARKS, ...[...known].flatMap(spelled)])
}

/** The kind of secret that a text has in it, if any. */
export function secretIn(text: string): string | undefined {
  const found = marked.exec(text)?.[0]
  if (found !== undefined) return MARKS.includes(found) ? 'a marked secret' : 'a secret somebody chose'
  return BY_LOOK.find(([, look]) => look.test(text))?.[0]
}

/** Looks at what leaves the server, or is kept; what is found is told when the file of tests ends. */
export function watch(text: string, where: () => string): void {
  const kind = secretIn(text)
  if (kind !== undefined) leaks.push({ where: where(), kind })
}

export const takeLeaks = (): Leak[] => leaks.splice(0)
