import { constants, createHmac, generateKeyPairSync, randomUUID, sign, type KeyObject } from 'node:crypto'

/** A key pair as an org has it: the private half signs, the PEM of the public half is what an administrator uploads. */
export interface KeyPair {
  privateKey: KeyObject
  publicKey: KeyObject
  pem: string
}

export function newKeyPair(modulusLength = 2048): KeyPair {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength })
  return { privateKey, publicKey, pem: publicKey.export({ type: 'spki', format: 'pem' }).toString() }
}

export type Sign = (signedPart: string) => Buffer | string

export const rs256 =
  (key: KeyObject): Sign =>
  (text) =>
    sign('sha256', Buffer.from(text), key)

export const rs512 =
  (key: KeyObject): Sign =>
  (text) =>
    sign('sha512', Buffer.from(text), key)

export const ps256 =
  (key: KeyObject): Sign =>
  (text) =>
    sign('sha256', Buffer.from(text), { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 })

export const es256 =
  (key: KeyObject): Sign =>
  (text) =>
    sign('sha256', Buffer.from(text), { key, dsaEncoding: 'ieee-p1363' })

export const hs256 =
  (secret: Buffer | string): Sign =>
  (text) =>
    createHmac('sha256', secret).update(text).digest()

export const unsigned: Sign = () => ''

/** One part of a token: an object as JSON, text or bytes as they are. */
export const part = (content: unknown): string =>
  Buffer.from(
    typeof content === 'string' || content instanceof Buffer ? content : JSON.stringify(content),
  ).toString('base64url')

/** A token with exactly this header and this payload, well formed or not, and a signature that fits them. */
export function forge({
  header,
  payload,
  sign: signature,
}: {
  header: unknown
  payload: unknown
  sign: Sign
}): string {
  const signedPart = `${part(header)}.${part(payload)}`
  const signed = signature(signedPart)
  return `${signedPart}.${typeof signed === 'string' ? signed : signed.toString('base64url')}`
}

export interface Claims {
  iss: string
  sub: string
  aud: string
  iat: number
  exp: number
  jti: string
}

/** The claims Apex puts in, for five minutes from `now`. */
export function goodClaims(about: { orgId: string; userId: string; audience: string; now: Date }): Claims {
  const iat = Math.floor(about.now.getTime() / 1000)
  return { iss: about.orgId, sub: about.userId, aud: about.audience, iat, exp: iat + 300, jti: randomUUID() }
}
