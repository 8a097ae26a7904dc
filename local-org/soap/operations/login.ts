import { fault } from '../fault.ts'
import type { Call } from '../parts.ts'
import { textIn } from '../read.ts'
import type { Xml } from '../xml.ts'
import { userInfo } from './user-info.ts'

/** Later versions have no login any more; who wants in takes OAuth. */
const LAST_WITH_LOGIN = 64

/** A user name and a password (with the security token at its end, where one is asked for) become a session. */
export function login({ parts, given, version, dialect }: Call): Xml {
  if (version > LAST_WITH_LOGIN) {
    throw fault(
      'INVALID_OPERATION',
      `The SOAP Login operation is not available in the API version specified (${version}.0). ` +
        'Refer to the documentation for supported versions.',
    )
  }
  const entered = parts.identity.login(textIn(given, 'username') ?? '', textIn(given, 'password') ?? '')
  if ('failure' in entered) {
    const words = 'Invalid username, password, security token; or user locked out.'
    throw fault('INVALID_LOGIN', words, 'LoginFault')
  }
  const { userId, accessToken, orgId } = entered
  if (!parts.identity.hasApiAccess(userId)) {
    parts.identity.logout(accessToken)
    throw fault('API_CURRENTLY_DISABLED', 'API is disabled for this User', 'LoginFault')
  }
  const address = (api: string) => `${parts.url()}/services/Soap/${api}/${version}.0/${orgId.slice(0, 15)}`
  return {
    metadataServerUrl: address('m'),
    passwordExpired: false,
    sandbox: false,
    serverUrl: address(dialect),
    sessionId: accessToken,
    userId,
    userInfo: userInfo(parts, userId, orgId),
  }
}
