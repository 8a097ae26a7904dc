import { X509Certificate } from 'node:crypto'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { connect, createServer, type ConnectionOptions } from 'node:tls'
import fc from 'fast-check'
import { afterEach, describe, expect, it } from 'vitest'
import { createCertificate } from '../../../local-org/tls/certificate.ts'
import { integer, objectId, octets } from '../../../local-org/tls/der.ts'

const closing: (() => void)[] = []
afterEach(() => {
  for (const close of closing.splice(0)) close()
})

async function serve(host: string) {
  const { certificate, key } = createCertificate()
  const server = createServer({ cert: certificate, key }, (socket) => socket.end('hello'))
  closing.push(() => server.close())
  server.listen(0, host)
  await once(server, 'listening')
  return { certificate, port: (server.address() as AddressInfo).port }
}

async function read(options: ConnectionOptions): Promise<string> {
  const socket = connect(options)
  closing.push(() => socket.destroy())
  let text = ''
  socket.on('data', (chunk: Buffer) => (text += chunk.toString()))
  await Promise.race([
    once(socket, 'end'),
    once(socket, 'error').then(([error]) => Promise.reject(error as Error)),
  ])
  return text
}

describe('the certificate of the local org', () => {
  it('is a version 3 certificate for localhost in name and number, signed with its own key', () => {
    const { certificate } = createCertificate()
    const x509 = new X509Certificate(certificate)
    expect(x509.subject).toBe('CN=localhost')
    expect(x509.issuer).toBe('CN=localhost')
    expect(x509.verify(x509.publicKey)).toBe(true)
    expect(x509.checkHost('localhost')).toBe('localhost')
    expect(x509.checkHost('example.com')).toBeUndefined()
    expect(x509.checkIP('127.0.0.1')).toBe('127.0.0.1')
    expect(x509.checkIP('::1')).toBe('::1')
    expect(x509.checkIP('10.0.0.1')).toBeUndefined()
    expect(x509.publicKey.asymmetricKeyDetails).toMatchObject({ namedCurve: 'prime256v1' })
    expect(x509.keyUsage).toEqual(['1.3.6.1.5.5.7.3.1'])
    expect(Date.parse(x509.validFrom)).toBeLessThan(Date.now())
    expect(Date.parse(x509.validTo)).toBeGreaterThan(Date.now())
  })

  it('is another one each time, with another serial number and key', () => {
    const [one, other] = [createCertificate(), createCertificate()]
    expect(one.key).not.toBe(other.key)
    expect(new X509Certificate(one.certificate).serialNumber).not.toBe(
      new X509Certificate(other.certificate).serialNumber,
    )
  })

  it('names any host that it is made for', () => {
    fc.assert(
      fc.property(fc.ipV4(), fc.ipV6(), fc.domain(), (four, six, domain) => {
        const hosts = [domain, four, six].filter((host) => !host.includes(':') || !host.includes('.'))
        const x509 = new X509Certificate(createCertificate(hosts).certificate)
        expect(x509.checkIP(four)).toBe(four)
        if (hosts.includes(six)) expect(x509.checkIP(six)).toBe(six)
        expect(x509.subjectAltName).toContain(`DNS:${domain}`)
      }),
      { numRuns: 30 },
    )
  })

  it.each(['127.0.0.1', '::1'])('lets a client that trusts it shake hands with %s', async (host) => {
    const { certificate, port } = await serve(host)
    await expect(read({ host, port, ca: certificate, servername: '' })).resolves.toBe('hello')
  })

  it('is believed by no client that was not told to', async () => {
    const { port } = await serve('127.0.0.1')
    await expect(read({ host: '127.0.0.1', port, servername: '' })).rejects.toThrow(/self-signed/)
  })
})

describe('DER', () => {
  it('writes numbers of any size as a positive whole', () => {
    expect(integer(Buffer.from([0, 0, 0x7f])).toString('hex')).toBe('02017f')
    expect(integer(Buffer.from([0x80])).toString('hex')).toBe('02020080')
    expect(integer(Buffer.from([0, 0])).toString('hex')).toBe('020100')
  })

  it('writes short lengths in one byte and long ones in as many as they need', () => {
    expect(octets(Buffer.alloc(127)).subarray(0, 2).toString('hex')).toBe('047f')
    expect(octets(Buffer.alloc(128)).subarray(0, 3).toString('hex')).toBe('048180')
    expect(octets(Buffer.alloc(65_536)).subarray(0, 5).toString('hex')).toBe('0483010000')
  })

  it('writes object ids in base 128', () => {
    expect(objectId('1.2.840.10045.4.3.2').toString('hex')).toBe('06082a8648ce3d040302')
  })
})
