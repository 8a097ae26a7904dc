import { generateKeyPairSync } from 'node:crypto'
import { AUDIENCE, ORG_ID, OTHER_ORG_ID, USERS, salesforceId } from '../support/server.ts'
import {
  es256,
  forge,
  goodClaims,
  hs256,
  part,
  ps256,
  rs256,
  rs512,
  unsigned,
  type KeyPair,
  type Sign,
} from '../support/tokens.ts'

/** What an attacker has to work with. `org` signs only where a token of the org's own was stolen or made by its admin. */
export interface Arsenal {
  org: KeyPair
  otherOrg: KeyPair
  attacker: KeyPair
  /** An address of the attacker's, where a server that follows `jku` would fetch a key. */
  keyUrl: string
  now: Date
}

export type Attack = [name: string, token: (arsenal: Arsenal) => string]

const claimsAt = (now: Date) => goodClaims({ orgId: ORG_ID, userId: USERS.full.id, audience: AUDIENCE, now })
const seconds = (now: Date): number => Math.floor(now.getTime() / 1000)

const withHeader =
  (header: object, sign: (arsenal: Arsenal) => Sign = ({ org }) => rs256(org.privateKey)) =>
  (arsenal: Arsenal): string =>
    forge({ header, payload: claimsAt(arsenal.now), sign: sign(arsenal) })

/** Signed by the org itself, so that nothing but the claims can be at fault. */
const withClaims =
  (change: (now: number) => Record<string, unknown>) =>
  ({ org, now }: Arsenal): string => {
    const claims: Record<string, unknown> = { ...claimsAt(now), ...change(seconds(now)) }
    return forge({ header: { alg: 'RS256' }, payload: claims, sign: rs256(org.privateKey) })
  }

const withPayload =
  (payload: (claims: object) => unknown) =>
  ({ org, now }: Arsenal): string =>
    forge({ header: { alg: 'RS256' }, payload: payload(claimsAt(now)), sign: rs256(org.privateKey) })

const goodToken = withHeader({ alg: 'RS256' })

const ALGORITHMS: Attack[] = [
  ...['none', 'None', 'nOnE', 'NONE', ''].flatMap((alg): Attack[] => [
    [`alg ${alg || 'empty'} and no signature`, withHeader({ alg }, () => unsigned)],
    [`alg ${alg || 'empty'} and the signature of another`, withHeader({ alg })],
  ]),
  ['alg RS256 and an empty signature', withHeader({ alg: 'RS256' }, () => unsigned)],
  ['alg missing', withHeader({ typ: 'JWT' })],
  ['alg in a list', withHeader({ alg: ['RS256'] })],
  ['alg null', withHeader({ alg: null })],
  ['alg in other capitals', withHeader({ alg: 'rs256' })],
  ['alg with a space', withHeader({ alg: 'RS256 ' })],
  ['alg RS384 over an RS256 signature', withHeader({ alg: 'RS384' })],
  ['RS512 with the org’s key', withHeader({ alg: 'RS512' }, ({ org }) => rs512(org.privateKey))],
  ['PS256 with the org’s key', withHeader({ alg: 'PS256' }, ({ org }) => ps256(org.privateKey))],
  ['a PS256 signature under alg RS256', withHeader({ alg: 'RS256' }, ({ org }) => ps256(org.privateKey))],
  [
    'ES256 with a key of the attacker’s',
    withHeader({ alg: 'ES256' }, () => es256(generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey)),
  ],
  [
    'RS256 with a key of the attacker’s',
    withHeader({ alg: 'RS256' }, ({ attacker }) => rs256(attacker.privateKey)),
  ],
]

const SHAPES: Attack[] = [
  ['nothing', () => ''],
  ['two dots only', () => '..'],
  ['one part', (a) => goodToken(a).split('.')[0] ?? ''],
  ['two parts', (a) => goodToken(a).split('.').slice(0, 2).join('.')],
  ['four parts', (a) => `${goodToken(a)}.${part('more')}`],
  ['five parts, as if encrypted', (a) => `${goodToken(a)}..`],
  ['a dot behind it', (a) => `${goodToken(a)}.`],
  ['padding', (a) => `${goodToken(a)}==`],
  ['two tokens with a comma', (a) => `${goodToken(a)},${goodToken(a)}`],
  ['two tokens with a space', (a) => `${goodToken(a)} ${goodToken(a)}`],
  [
    'a changed payload',
    (a) => {
      const [header, , signature] = goodToken(a).split('.')
      return `${header}.${part({ ...claimsAt(a.now), sub: USERS.viewer.id })}.${signature}`
    },
  ],
  ['a cut signature', (a) => goodToken(a).slice(0, -8)],
  [
    'a JWS in its JSON form',
    (a) => {
      const [header, payload, signature] = goodToken(a).split('.')
      return JSON.stringify({ payload, signatures: [{ protected: header, signature }] })
    },
  ],
  [
    'a JWS in its flattened JSON form, encoded',
    (a) => {
      const [header, payload, signature] = goodToken(a).split('.')
      return part({ protected: header, payload, signature })
    },
  ],
  [
    'a token of more than 4096 characters',
    withPayload((claims) => `${JSON.stringify(claims)}${' '.repeat(3000)}`),
  ],
]

const pem = (a: Arsenal): string => a.org.pem
const pkcs1 = (a: Arsenal): string => a.org.publicKey.export({ type: 'pkcs1', format: 'pem' }).toString()
const jwk = (a: Arsenal) => a.org.publicKey.export({ format: 'jwk' })
const PUBLIC_KEY_AS_SECRET: [string, (a: Arsenal) => string | Buffer][] = [
  ['PEM', pem],
  ['PEM without its last line end', (a) => pem(a).trim()],
  ['PEM with one line end more', (a) => `${pem(a)}\n`],
  ['PEM with CRLF', (a) => pem(a).replaceAll('\n', '\r\n')],
  ['PEM in one line', (a) => pem(a).replaceAll('\n', '')],
  ['PEM with \\n spelt out', (a) => pem(a).replaceAll('\n', '\\n')],
  ['PKCS#1 PEM', pkcs1],
  ['PKCS#1 DER', (a) => a.org.publicKey.export({ type: 'pkcs1', format: 'der' })],
  ['DER', (a) => a.org.publicKey.export({ type: 'spki', format: 'der' })],
  ['DER in base64', (a) => a.org.publicKey.export({ type: 'spki', format: 'der' }).toString('base64')],
  ['JWK', (a) => JSON.stringify(jwk(a))],
  ['modulus', (a) => jwk(a).n ?? ''],
  ['modulus as bytes', (a) => Buffer.from(jwk(a).n ?? '', 'base64url')],
]

const WEAK_SECRETS = [
  '',
  'secret',
  'password',
  'changeme',
  'your-256-bit-secret',
  'team-view',
  'salesforce',
  '\0',
  ORG_ID,
  AUDIENCE,
]

const SECRETS: Attack[] = [
  ...PUBLIC_KEY_AS_SECRET.map(([form, secret]): Attack => [
    `HS256 with the public key as the secret: ${form}`,
    withHeader({ alg: 'HS256' }, (a) => hs256(secret(a))),
  ]),
  ['HS256 with the public key, called RS256', withHeader({ alg: 'RS256' }, (a) => hs256(pem(a)))],
  ...WEAK_SECRETS.map((secret): Attack => [
    `HS256 with the weak secret ${JSON.stringify(secret)}`,
    withHeader({ alg: 'HS256' }, () => hs256(secret)),
  ]),
]

const CARRIED_KEYS: [string, (a: Arsenal) => object][] = [
  ['jwk', ({ attacker }) => ({ jwk: attacker.publicKey.export({ format: 'jwk' }) })],
  ['jku', ({ keyUrl }) => ({ jku: `${keyUrl}/jwks.json`, kid: 'attacker' })],
  ['x5u', ({ keyUrl }) => ({ x5u: `${keyUrl}/certificate.pem` })],
  [
    'x5c',
    ({ attacker }) => ({
      x5c: [attacker.publicKey.export({ type: 'spki', format: 'der' }).toString('base64')],
    }),
  ],
  ['x5t', () => ({ x5t: 'AAAA' })],
  ['a kid that is an address', ({ keyUrl }) => ({ kid: `${keyUrl}/key.pem` })],
]

const HEADERS: Attack[] = [
  ...CARRIED_KEYS.flatMap(([name, extra]): Attack[] => [
    [
      `${name} of the attacker’s`,
      (a) => withHeader({ alg: 'RS256', ...extra(a) }, () => rs256(a.attacker.privateKey))(a),
    ],
    [`${name} on a token of the org’s`, (a) => withHeader({ alg: 'RS256', ...extra(a) })(a)],
  ]),
  ...(
    [
      ['a path', '../../dev/null'],
      ['an absolute path', '/dev/null'],
      ['SQL', `' or 1=1; drop table control.tenant; --`],
      ['SQL that selects a key', `x' union select 'key`],
      ['unknown', 'Another_Key'],
      ['in other capitals', 'team_view'],
      ['a list', ['Team_View']],
      ['an object', { Team_View: true }],
      ['a number', 1],
      ['empty', ''],
      ['null', null],
      ['of 2,000 characters', 'k'.repeat(2000)],
      ['with a NUL', 'Team_View\0'],
      ['__proto__', '__proto__'],
      ['constructor', 'constructor'],
    ] as const
  ).map(([name, kid]): Attack => [`kid ${name}`, withHeader({ alg: 'RS256', kid })]),
  ['crit with an unknown extension', withHeader({ alg: 'RS256', crit: ['unheard-of'], 'unheard-of': true })],
  ['crit that names exp', withHeader({ alg: 'RS256', crit: ['exp'], exp: 1 })],
  ['crit empty', withHeader({ alg: 'RS256', crit: [] })],
  ['b64 false', withHeader({ alg: 'RS256', b64: false, crit: ['b64'] })],
  ['zip', withHeader({ alg: 'RS256', zip: 'DEF' })],
  ['typ of an access token', withHeader({ alg: 'RS256', typ: 'at+jwt' })],
  ['typ of a console session', withHeader({ alg: 'RS256', typ: 'console+jwt' })],
  ['typ in lower case', withHeader({ alg: 'RS256', typ: 'jwt' })],
  ['cty JWT', withHeader({ alg: 'RS256', cty: 'JWT' })],
  ['a header that is a list', withHeader([{ alg: 'RS256' }])],
  [
    'a header that is text',
    ({ org, now }) => forge({ header: '"RS256"', payload: claimsAt(now), sign: rs256(org.privateKey) }),
  ],
  [
    'a header that is no JSON',
    ({ org, now }) => forge({ header: '{alg:RS256}', payload: claimsAt(now), sign: rs256(org.privateKey) }),
  ],
  [
    'a header that names its algorithm twice',
    ({ org, now }) =>
      forge({ header: '{"alg":"none","alg":"RS256"}', payload: claimsAt(now), sign: rs256(org.privateKey) }),
  ],
]

const TEN_YEARS = 315_360_000
const TIMES: Attack[] = [
  ['no exp', withClaims(() => ({ exp: undefined }))],
  ['exp as text', withClaims((now) => ({ exp: String(now + 300) }))],
  ['exp null', withClaims(() => ({ exp: null }))],
  ['exp in milliseconds', withClaims((now) => ({ exp: (now + 300) * 1000 }))],
  ['iat and exp in milliseconds', withClaims((now) => ({ iat: now * 1000, exp: (now + 300) * 1000 }))],
  ['exp with a fraction', withClaims((now) => ({ exp: now + 300.5 }))],
  [
    'exp beyond all numbers',
    withPayload((claims) => JSON.stringify(claims).replace(/"exp":\d+/, '"exp":1e999')),
  ],
  ['exp negative', withClaims(() => ({ exp: -1 }))],
  ['exp zero', withClaims(() => ({ exp: 0 }))],
  ['exp in a list', withClaims((now) => ({ exp: [now + 300] }))],
  ['exp an hour ago', withClaims((now) => ({ iat: now - 3900, exp: now - 3600 }))],
  ['exp before iat', withClaims((now) => ({ iat: now + 20, exp: now + 10 }))],
  ['no iat', withClaims(() => ({ iat: undefined }))],
  ['iat as text', withClaims((now) => ({ iat: String(now) }))],
  ['iat in an hour', withClaims((now) => ({ iat: now + 3600, exp: now + 3900 }))],
  ['nbf in an hour', withClaims((now) => ({ nbf: now + 3600 }))],
  ['nbf as text', withClaims((now) => ({ nbf: String(now) }))],
  ['a life of ten years', withClaims((now) => ({ exp: now + TEN_YEARS }))],
  [
    'a life of ten years that began nine years ago',
    withClaims((now) => ({ iat: now - TEN_YEARS + 3600, exp: now + 3600 })),
  ],
  ['a life of ten minutes and a second', withClaims((now) => ({ exp: now + 601 }))],
]

const FOR_WHOM: Attack[] = [
  ['no aud', withClaims(() => ({ aud: undefined }))],
  ['aud empty', withClaims(() => ({ aud: '' }))],
  ['aud null', withClaims(() => ({ aud: null }))],
  ['aud of another service', withClaims(() => ({ aud: 'https://login.salesforce.com' }))],
  ['aud in a list', withClaims(() => ({ aud: [AUDIENCE] }))],
  ['aud in a list with another', withClaims(() => ({ aud: [AUDIENCE, 'https://elsewhere.example.com'] }))],
  ['aud an empty list', withClaims(() => ({ aud: [] }))],
  ['aud with a slash more', withClaims(() => ({ aud: `${AUDIENCE}/` }))],
  ['aud that begins like ours', withClaims(() => ({ aud: `${AUDIENCE}.attacker.example.com` }))],
  ['aud in capitals', withClaims(() => ({ aud: AUDIENCE.toUpperCase() }))],
  ['no iss', withClaims(() => ({ iss: undefined }))],
  ['iss empty', withClaims(() => ({ iss: '' }))],
  ['iss of an org nobody trusts', withClaims(() => ({ iss: salesforceId('Organization', 99) }))],
  ['iss of another trusted org', withClaims(() => ({ iss: OTHER_ORG_ID }))],
  [
    'another trusted org’s signature',
    ({ otherOrg, now }) =>
      forge({ header: { alg: 'RS256' }, payload: claimsAt(now), sign: rs256(otherOrg.privateKey) }),
  ],
  ['iss that is a user', withClaims(() => ({ iss: USERS.full.id }))],
  ['iss with its capitals changed', withClaims(() => ({ iss: ORG_ID.toLowerCase() }))],
  ['iss in a list', withClaims(() => ({ iss: [ORG_ID] }))],
  ['iss with SQL', withClaims(() => ({ iss: `${ORG_ID}' or '1'='1` }))],
  ['no sub', withClaims(() => ({ sub: undefined }))],
  ['sub empty', withClaims(() => ({ sub: '' }))],
  ['sub that is an org', withClaims(() => ({ sub: ORG_ID }))],
  ['sub that is a user name', withClaims(() => ({ sub: 'admin@example.com' }))],
  ['no jti', withClaims(() => ({ jti: undefined }))],
  ['jti empty', withClaims(() => ({ jti: '' }))],
  ['jti a number', withClaims(() => ({ jti: 12345678 }))],
  ['jti of 129 characters', withClaims(() => ({ jti: 'j'.repeat(129) }))],
]

const OTHER_KINDS: Attack[] = [
  ['a console session', withClaims(() => ({ sid: 'session-1', role: 'admin', kind: 'console' }))],
  [
    'a console session without the rest',
    withPayload(() => ({ adminId: '1', exp: 1_900_000_000, kind: 'console' })),
  ],
  ['an id token', withClaims(() => ({ nonce: 'n-0S6', email: 'ada@example.com', at_hash: 'x' }))],
  ['an access token', withClaims(() => ({ scope: 'api', client_id: 'app' }))],
  ['a PX token', withClaims(() => ({ cid: 'px-client', kind: 'px' }))],
  ['a tenant of its own choice', withClaims(() => ({ tenantId: '1', schema: 'control' }))],
]

const BOM = '\uFEFF'
const JSON_TRICKS: Attack[] = [
  ['a payload that is a list', withPayload((claims) => [claims])],
  ['a payload that is null', withPayload(() => 'null')],
  ['a payload that is text', withPayload(() => '"claims"')],
  ['a payload that is a number', withPayload(() => '1')],
  [
    'a payload that is empty',
    ({ org }) => forge({ header: { alg: 'RS256' }, payload: ' ', sign: rs256(org.privateKey) }),
  ],
  ['a payload that is no JSON', withPayload(() => "{'iss':1}")],
  ['a payload with more behind it', withPayload((claims) => `${JSON.stringify(claims)}{}`)],
  ['a payload with a BOM', withPayload((claims) => `${BOM}${JSON.stringify(claims)}`)],
  ['sub twice', withPayload((claims) => JSON.stringify(claims).replace('{', `{"sub":"${USERS.viewer.id}",`))],
  [
    'sub twice, once with an escape',
    withPayload((claims) => JSON.stringify(claims).replace('{', `{"s\\u0075b":"${USERS.viewer.id}",`)),
  ],
  [
    'invalid UTF-8 in a claim',
    withPayload((claims) =>
      Buffer.concat([
        Buffer.from(JSON.stringify(claims).slice(0, -2)),
        Buffer.from([0xc3, 0x28]),
        Buffer.from('"}'),
      ]),
    ),
  ],
  [
    'invalid UTF-8 in a claim of its own',
    withPayload((claims) =>
      Buffer.concat([
        Buffer.from(JSON.stringify(claims).slice(0, -1) + ',"x":"'),
        Buffer.from([0xff]),
        Buffer.from('"}'),
      ]),
    ),
  ],
  [
    '__proto__ as a claim',
    withPayload((claims) => JSON.stringify(claims).replace('{', '{"__proto__":{"admin":true},')),
  ],
  ['its claims inside __proto__', withPayload((claims) => `{"__proto__":${JSON.stringify(claims)}}`)],
  [
    'constructor as a claim',
    withPayload((claims) =>
      JSON.stringify(claims).replace('{', '{"constructor":{"prototype":{"admin":true}},'),
    ),
  ],
]

/** Every token that must be refused, for one reason each. */
export const ATTACKS: readonly Attack[] = [
  ...ALGORITHMS,
  ...SHAPES,
  ...SECRETS,
  ...HEADERS,
  ...TIMES,
  ...FOR_WHOM,
  ...OTHER_KINDS,
  ...JSON_TRICKS,
]
