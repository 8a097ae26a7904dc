import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto'
import { isIP } from 'node:net'
import {
  bits,
  explicit,
  integer,
  objectId,
  octets,
  sequence,
  set,
  tagged,
  truth,
  utcTime,
  utf8,
} from './der.ts'

/** Both as PEM. Who is to trust the server takes `certificate` as a root. */
export interface Certificate {
  readonly certificate: string
  readonly key: string
}

const ECDSA_WITH_SHA256 = sequence(objectId('1.2.840.10045.4.3.2'))
const SERVER_AUTHENTICATION = objectId('1.3.6.1.5.5.7.3.1')
const EXTENSION = {
  subjectKey: objectId('2.5.29.14'),
  keyUsage: objectId('2.5.29.15'),
  alternativeNames: objectId('2.5.29.17'),
  basicConstraints: objectId('2.5.29.19'),
  extendedKeyUsage: objectId('2.5.29.37'),
} as const
/** Digital signature, and signing certificates: its own. */
const KEY_USAGE = bits(Buffer.from([0x84]), 2)
// An org's clock can stand anywhere, but those who shake hands go by their own.
const VALID_FROM = Date.UTC(2000, 0, 1)
const VALID_UNTIL = Date.UTC(2049, 11, 31)

/** A self-signed certificate for a server on this machine, with a new key (EC, P-256). */
export function createCertificate(hosts: readonly string[] = ['localhost', '127.0.0.1', '::1']): Certificate {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const publicDer = publicKey.export({ type: 'spki', format: 'der' })
  const name = commonName(hosts[0] ?? 'localhost')
  const signed = sequence(
    explicit(0, integer(Buffer.from([2]))),
    integer(randomBytes(16)),
    ECDSA_WITH_SHA256,
    name,
    sequence(utcTime(VALID_FROM), utcTime(VALID_UNTIL)),
    name,
    publicDer,
    explicit(3, extensions(hosts, publicDer)),
  )
  const certificate = sequence(signed, ECDSA_WITH_SHA256, bits(sign('sha256', signed, privateKey)))
  return {
    certificate: pem(certificate),
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  }
}

function commonName(host: string): Buffer {
  return sequence(set(sequence(objectId('2.5.4.3'), utf8(host))))
}

function extensions(hosts: readonly string[], publicDer: Buffer): Buffer {
  const keyId = createHash('sha1').update(publicDer).digest()
  return sequence(
    sequence(EXTENSION.basicConstraints, truth(), octets(sequence(truth()))),
    sequence(EXTENSION.keyUsage, truth(), octets(KEY_USAGE)),
    sequence(EXTENSION.extendedKeyUsage, octets(sequence(SERVER_AUTHENTICATION))),
    sequence(EXTENSION.alternativeNames, octets(sequence(...hosts.map(alternativeName)))),
    sequence(EXTENSION.subjectKey, octets(octets(keyId))),
  )
}

function alternativeName(host: string): Buffer {
  if (isIP(host) === 0) return tagged(0x82, Buffer.from(host))
  return tagged(0x87, isIP(host) === 4 ? Buffer.from(host.split('.').map(Number)) : addressBytes(host))
}

/** The 16 bytes of an IPv6 address, whose runs of zeros may be left out. */
function addressBytes(address: string): Buffer {
  const [head = '', tail] = address.split('::')
  const words = (part: string) => (part === '' ? [] : part.split(':'))
  const zeros = tail === undefined ? 0 : 8 - words(head).length - words(tail).length
  const all = [...words(head), ...Array<string>(zeros).fill('0'), ...words(tail ?? '')]
  return Buffer.from(all.map((word) => word.padStart(4, '0')).join(''), 'hex')
}

function pem(der: Buffer): string {
  const lines = der.toString('base64').match(/.{1,64}/g) ?? []
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n')
}
