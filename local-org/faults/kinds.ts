import { oneOf, text, URL_TEXT, wholeNumber } from '../param-shapes.ts'
import { needed, optional, type Param, type Params, type Shape } from '../params.ts'
import type { FaultKind, FaultKinds } from './types.ts'

const TEN_MINUTES = 600_000

const TIMES: Shape<number | null> = {
  words: 'a whole number from 1 up, or always (in JSON also null)',
  is: (value): value is number | null => value === null || (Number.isSafeInteger(value) && Number(value) > 0),
  parse: (word) => (word === 'always' ? null : /^\d+$/.test(word) ? Number(word) : undefined),
}

/** What every fault can be told. */
export const COMMON = {
  path: optional(
    text('a path like /query or /jobs/query/*/results', /^\/\S{0,200}$/),
    'At or below it: in full, or what follows /data/vXX.0; * is a step, ** any.',
  ),
  method: optional(
    oneOf(['GET', 'POST', 'PATCH', 'PUT', 'DELETE', 'HEAD']),
    'Only requests with this method.',
  ),
  times: optional(TIMES, 'How often it strikes; once when left out.'),
  after: optional(wholeNumber(0), 'How many such requests pass unharmed first.'),
} satisfies Params

const AFTER_BYTES = optional(
  wholeNumber(0),
  'How much of the body still comes; half of it when left out (of a stream: half of its first piece).',
)
const OFF_BY: Shape<number> = {
  words: 'a whole number, but not 0',
  is: (value): value is number => Number.isSafeInteger(value) && value !== 0,
  parse: wholeNumber(0).parse,
}
const ORG_ID = text(
  'the id of an org, 00D and 12 or 15 more characters',
  /^00D[A-Za-z0-9]{12}([A-Za-z0-9]{3})?$/,
)

export interface KindOfFault {
  /** What happens, in a line. */
  readonly help: string
  readonly params: Params
}
type Table = {
  readonly [K in FaultKind]: KindOfFault & { params: { [P in keyof FaultKinds[K]]: Param } }
}

export const FAULT_KINDS = {
  latency: {
    help: 'Answers come this much later.',
    params: { ms: needed(wholeNumber(0, TEN_MINUTES), 'Milliseconds.') },
  },
  unauthorized: {
    help: '401 INVALID_SESSION_ID although the token is good, wherever one is needed.',
    params: {},
  },
  unavailable: { help: '503 SERVER_UNAVAILABLE.', params: {} },
  limit: { help: '403 REQUEST_LIMIT_EXCEEDED, wherever requests are counted.', params: {} },
  html: { help: '200 with a maintenance page instead of JSON or CSV.', params: {} },
  cut: {
    help: 'The body ends in the middle, and the connection with it.',
    params: { afterBytes: AFTER_BYTES },
  },
  stall: { help: 'The answer begins, and then nothing more comes.', params: { afterBytes: AFTER_BYTES } },
  'wrong-total': { help: "A query's totalSize is off.", params: { by: needed(OFF_BY, 'By how many.') } },
  'wrong-count': {
    help: "A bulk job's numberRecordsProcessed and Sforce-NumberOfRecords are off.",
    params: { by: needed(OFF_BY, 'By how many.') },
  },
  'expired-locator': { help: 'INVALID_QUERY_LOCATOR for a good locator.', params: {} },
  'lost-refresh-token': {
    help: 'The refresh token is used up, but the answer with the new one is lost.',
    params: {},
  },
  'instance-url': {
    help: 'Token answers name another instance_url.',
    params: { url: needed(URL_TEXT, 'The address they name.') },
  },
  'other-org': {
    help: 'Another org answers behind the same login.',
    params: { orgId: optional(ORG_ID, 'The id of that org; one is made up when left out.') },
  },
  'stream-stall': { help: 'The event stream goes silent without ending (path: the topic).', params: {} },
} satisfies Table
