import { AppError, invalid } from '../errors.ts'
import { checkDomain } from '../salesforce/index.ts'
import { ORG_TYPES, type OrgType } from './connection.ts'
import type { ConnectionSettings } from './parts.ts'

/** What an administrator may say of a connection; what is left out stays as it is. */
export interface ConnectionInput {
  name?: string | undefined
  orgType?: string | undefined
  domain?: string | null | undefined
  clientId?: string | null | undefined
  clientSecret?: string | null | undefined
}

export const NAME = { least: 1, most: 80, message: 'must have 1 to 80 characters' }

export function checkedName(name: string): string {
  const trimmed = name.normalize('NFC').trim()
  if (trimmed.length < NAME.least || trimmed.length > NAME.most) throw invalid('body.name', NAME.message)
  // A name is shown, logged and put into the names of jobs: it is one line of text.
  if (/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(trimmed))
    throw invalid('body.name', 'must be one line of plain text')
  return trimmed
}

export function checkedOrgType(orgType: string): OrgType {
  const known = ORG_TYPES.find((one) => one === orgType)
  if (known) return known
  throw new AppError('ORG_TYPE_UNKNOWN', {
    details: [{ field: 'body.orgType', message: `must be one of ${ORG_TYPES.join(', ')}` }],
  })
}

/** The domain as it is kept; an empty one is none. */
export function checkedDomain(
  domain: string | null,
  { allowLocalOrgs }: Pick<ConnectionSettings, 'allowLocalOrgs'>,
): string | null {
  if (domain === null || domain.trim() === '') return null
  const checked = checkDomain(domain, { allowLocal: allowLocalOrgs })
  if ('domain' in checked) return checked.domain
  const { refusal, use } = checked
  const details = use === undefined ? {} : { details: [{ field: 'body.domain', message: `use ${use}` }] }
  throw new AppError(refusal, details)
}

const PRINTABLE = /^[\x21-\x7e]{1,512}$/

/** An app's key or secret as the app's page shows it; an empty one is none. */
export function checkedCredential(value: string | null, field: 'clientId' | 'clientSecret'): string | null {
  const trimmed = value?.trim() ?? ''
  if (trimmed === '') return null
  if (!PRINTABLE.test(trimmed)) throw invalid(`body.${field}`, 'must be as the external client app shows it')
  return trimmed
}
