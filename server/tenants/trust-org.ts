import { X509Certificate, createPublicKey, type KeyObject } from 'node:crypto'
import { parseSalesforceId } from '../lib/salesforce-id.ts'
import type { Database } from '../store/index.ts'
import { insertOrgKey, insertTrustedOrg } from './tenant-store.ts'

/** Something in a request to trust an org is wrong; the message says what and what to do. */
export class TrustError extends Error {
  override name = 'TrustError'
}

export interface TrustRequest {
  tenantId: string
  orgId: string
  keyId: string
  /** The certificate an administrator downloads from Salesforce, or its public key. */
  pem: string
  validFrom: Date
  validUntil?: Date | null
}

/** Lets the org's certificate open the widget door. A second key may be added before the first one ends. */
export async function trustOrg(
  db: Database,
  request: TrustRequest,
): Promise<{ orgId: string; validUntil: Date | null }> {
  const orgId = parseSalesforceId(request.orgId, 'Organization')
  if (!orgId)
    throw new TrustError(
      `${request.orgId} is not an organisation id: Setup, Company Information shows it (00D…).`,
    )
  const { key, expires } = readKey(request.pem)
  const validUntil = request.validUntil ?? expires
  if (validUntil && validUntil <= request.validFrom)
    throw new TrustError('The certificate has expired: create a new one in Salesforce.')
  await db.transaction(async (tx) => {
    const owner = await insertTrustedOrg(tx, orgId, request.tenantId)
    if (owner !== request.tenantId) throw new TrustError(`Org ${orgId} already belongs to another tenant.`)
    const publicKeyPem = key.export({ type: 'spki', format: 'pem' }).toString()
    await insertOrgKey(tx, orgId, {
      keyId: request.keyId,
      publicKeyPem,
      validFrom: request.validFrom,
      validUntil,
    })
  })
  return { orgId, validUntil }
}

function readKey(pem: string): { key: KeyObject; expires: Date | null } {
  if (pem.includes('PRIVATE KEY'))
    throw new TrustError(
      'This is a private key, which must not leave Salesforce. Download the certificate instead.',
    )
  const { key, expires } = parse(pem)
  if (key.asymmetricKeyType !== 'rsa')
    throw new TrustError('The key must be an RSA key: Salesforce signs with RS256.')
  if ((key.asymmetricKeyDetails?.modulusLength ?? 0) < 2048)
    throw new TrustError('The key is shorter than 2048 bits: create a certificate with a longer one.')
  return { key, expires }
}

function parse(pem: string): { key: KeyObject; expires: Date | null } {
  try {
    if (!pem.includes('BEGIN CERTIFICATE')) return { key: createPublicKey(pem), expires: null }
    const certificate = new X509Certificate(pem)
    return { key: certificate.publicKey, expires: new Date(certificate.validTo) }
  } catch (cause) {
    throw new TrustError('This is neither a certificate nor a public key in PEM form (-----BEGIN …-----).', {
      cause,
    })
  }
}
