import { ERRORS } from '../errors.ts'
import { SALESFORCE_ERRORS } from '../salesforce/index.ts'

/** A code with its words, as an answer carries it. */
export interface Reason {
  code: string
  message: string
  action: string
}

/** Why a connection is not authorized any more, or work on it ended, where it is no error of a request. */
export const STATE_REASONS: Readonly<Record<string, Words>> = {
  REVOKED_HERE: {
    message: 'An administrator revoked the connection here.',
    action: 'Choose Re-authorize to sync again.',
  },
  REFRESH_ABANDONED: {
    message: 'The refresh showed no sign of life for an hour: whoever did it is gone.',
    action: 'Choose Refresh Metadata again.',
  },
  LINK_UNCHECKED: {
    message: 'The connection went to another org, and nobody has seen yet whether the link works there.',
    action: 'Choose Link to complete it.',
  },
  SETTINGS_CHANGED: {
    message: 'The org type, the domain or the external client app was changed.',
    action: 'Choose Re-authorize.',
  },
}

/** A state's reason, an error of ours or one of Salesforce's, whichever it is. */
export function reasonOf(code: string): Reason {
  const words = named(STATE_REASONS, code) ?? named(ERROR_WORDS, code) ?? named(SALESFORCE_WORDS, code)
  return { code, ...(words ?? { message: code, action: '' }) }
}

type Words = Omit<Reason, 'code'>
const worded = ([code, { meaning, action }]: [string, { meaning: string; action: string }]) =>
  [code, { message: meaning, action }] as const
const ERROR_WORDS: Readonly<Record<string, Words>> = Object.fromEntries(Object.entries(ERRORS).map(worded))
const SALESFORCE_WORDS: Readonly<Record<string, Words>> = Object.fromEntries(
  Object.entries(SALESFORCE_ERRORS).map(worded),
)

const named = (all: Readonly<Record<string, Words>>, code: string): Words | undefined =>
  Object.hasOwn(all, code) ? all[code] : undefined
