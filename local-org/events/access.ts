import type { Metadata } from '@grpc/grpc-js'
import type { Session } from '../identity/session.ts'
import { normalizeId } from '../salesforce-id.ts'
import { refused } from './problem.ts'

/** Finds out who calls, from the three headers that every call carries. */
export type Access = (metadata: Metadata) => Session

export function createAccess(orgId: string, authenticate: (accessToken: string) => Session): Access {
  return (metadata) => {
    const header = (name: string) => {
      const value = metadata.get(name)[0]
      if (typeof value !== 'string' || value.trim() === '') throw refused.badHeader(name)
      return value
    }
    header('instanceurl')
    // Some clients send the whole tenant guid, which ends in the id.
    const tenant = header('tenantid').split('/').at(-1) ?? ''
    const session = authenticate(header('accesstoken'))
    if (normalizeId(tenant) !== normalizeId(orgId)) throw refused.unauthenticated()
    return session
  }
}
