import { z } from 'zod'
import { parseSecretKeys } from './lib/secret-keys.ts'
import type { SecretKeys } from './lib/secrets.ts'

export interface StoreConfig {
  /** Without it the server brings a PostgreSQL of its own, in `dataDir`. */
  databaseUrl?: string
  dataDir: string
}

/** What an administrator decides. This is the only file that reads the environment. */
export interface Config extends StoreConfig {
  host: string
  port: number
  widgetAudience: string
  /** Without them one is made and kept in `dataDir`; only a server with a database of its own may do without. */
  secretKeys?: SecretKeys
  logLevel: LogLevel
  trustProxy: number
  requestsPerMinute: number
  /** Where browsers reach this server: Salesforce sends them back there. */
  publicUrl?: string
  /** The external client app of connections that have none of their own. */
  salesforceApp?: { clientId: string; clientSecret?: string }
  /** Whether a local org may be connected. No environment says so: the demo does, and tests. */
  allowLocalOrgs?: boolean
  /** What to run for a link that signs in, where it is not `npm run admin-link`. The demo's data is elsewhere. */
  adminLink?: string
}

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'silent'] as const
export type LogLevel = (typeof LOG_LEVELS)[number]

/** Every problem at once, so that nobody mends a configuration one restart at a time. */
export class ConfigError extends Error {
  override name = 'ConfigError'
  readonly problems: string[]
  constructor(problems: string[]) {
    super(
      `The configuration has ${problems.length} problem${problems.length === 1 ? '' : 's'}:\n${problems.map((p) => `  - ${p}`).join('\n')}`,
    )
    this.problems = problems
  }
}

const wholeNumber = (least: number, most: number) =>
  z
    .string()
    .regex(/^\d{1,9}$/, `must be a whole number from ${least} to ${most}`)
    .transform(Number)
    .refine((n) => n >= least && n <= most, `must be a whole number from ${least} to ${most}`)

const SECRET_KEYS = z
  .string({
    error:
      'is missing: servers that share a database need the same keys; write id:base64, with 32 bytes from "openssl rand -base64 32"',
  })
  .transform((text, context) => {
    const read = parseSecretKeys(text)
    if ('keys' in read) return read.keys
    for (const problem of read.problems)
      context.addIssue({ code: 'custom', message: `cannot be used: ${problem}` })
    return z.NEVER
  })

const credential = z
  .string()
  .regex(/^[\x21-\x7e]{1,512}$/, 'must be as the external client app shows it, without blanks')

const STORE = z.object({
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\/\S+$/, 'must look like postgres://user:password@host:5432/database')
    .optional(),
  DATA_DIR: z.string().trim().min(1, 'must not be empty').default('./data'),
})

const ENVIRONMENT = STORE.extend({
  HOST: z.string().trim().min(1, 'must not be empty').default('127.0.0.1'),
  PORT: wholeNumber(0, 65535).default(8080),
  // No default: an empty audience would make a token for any service a token for this one.
  WIDGET_AUDIENCE: z
    .string({
      error:
        'is missing: set it to the address Salesforce calls, such as https://team-view.example.com, the same as in the package settings',
    })
    .trim()
    .min(1, 'must not be empty: it is the address Salesforce calls, the same as in the package settings')
    .refine(
      (text) => text === '' || isHttpUrl(text),
      'must be an http(s) address, such as https://team-view.example.com',
    ),
  LOG_LEVEL: z.enum(LOG_LEVELS, `must be one of ${LOG_LEVELS.join(', ')}`).default('info'),
  TRUST_PROXY: wholeNumber(0, 10).default(0),
  REQUESTS_PER_MINUTE: wholeNumber(1, 100_000_000).default(600),
  SECRET_KEYS: SECRET_KEYS.optional(),
  PUBLIC_URL: z
    .string()
    .refine(isCallable, 'must be the https address of this server, such as https://team-view.example.com')
    .optional(),
  SALESFORCE_CLIENT_ID: credential.optional(),
  SALESFORCE_CLIENT_SECRET: credential.optional(),
})
const WITH_A_DATABASE = ENVIRONMENT.extend({ SECRET_KEYS })

/** What one setting is worth nothing without. */
const NEEDS = [
  ['SALESFORCE_CLIENT_ID', 'PUBLIC_URL', 'Salesforce sends the browser back there'],
  ['SALESFORCE_CLIENT_SECRET', 'SALESFORCE_CLIENT_ID', 'it is the consumer key the secret belongs to'],
] as const

export function readConfig(env: NodeJS.ProcessEnv): Config {
  const value = parse(env['DATABASE_URL'] === undefined ? ENVIRONMENT : WITH_A_DATABASE, env)
  return {
    ...storeOf(value),
    host: value.HOST,
    port: value.PORT,
    widgetAudience: value.WIDGET_AUDIENCE,
    ...(value.SECRET_KEYS === undefined ? {} : { secretKeys: value.SECRET_KEYS }),
    logLevel: value.LOG_LEVEL,
    trustProxy: value.TRUST_PROXY,
    requestsPerMinute: value.REQUESTS_PER_MINUTE,
    ...(value.PUBLIC_URL === undefined ? {} : { publicUrl: new URL(value.PUBLIC_URL).origin }),
    ...salesforceAppOf(value),
  }
}

const salesforceAppOf = ({
  SALESFORCE_CLIENT_ID: clientId,
  SALESFORCE_CLIENT_SECRET: clientSecret,
}: z.output<typeof ENVIRONMENT>): Pick<Config, 'salesforceApp'> =>
  clientId === undefined
    ? {}
    : { salesforceApp: { clientId, ...(clientSecret === undefined ? {} : { clientSecret }) } }

/** Only where the data is, for commands that do not serve. */
export const readStoreConfig = (env: NodeJS.ProcessEnv): StoreConfig => storeOf(parse(STORE, env))

function parse<S extends z.ZodObject>(schema: S, env: NodeJS.ProcessEnv): z.output<S> {
  const parsed = schema.safeParse(env)
  const missing = NEEDS.filter(
    ([name, needed]) => name in schema.shape && env[name] !== undefined && env[needed] === undefined,
  )
  if (parsed.success && missing.length === 0) return parsed.data
  const problems = parsed.error?.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`) ?? []
  const wanted = missing.map(([name, needed, why]) => `${needed} is missing: ${name} needs it, ${why}`)
  throw new ConfigError([...problems, ...wanted])
}

const storeOf = (value: z.output<typeof STORE>): StoreConfig => ({
  ...(value.DATABASE_URL === undefined ? {} : { databaseUrl: value.DATABASE_URL }),
  dataDir: value.DATA_DIR,
})

/** Salesforce sends browsers to https only, but for this machine; and to one address, with no path of ours to guess. */
function isCallable(text: string): boolean {
  if (!URL.canParse(text)) return false
  const { protocol, hostname, pathname, search, hash, username, password } = new URL(text)
  const isLocal = ['localhost', '127.0.0.1', '[::1]'].includes(hostname)
  const isBare = pathname === '/' && `${search}${hash}${username}${password}` === ''
  return isBare && (protocol === 'https:' || (protocol === 'http:' && isLocal))
}

function isHttpUrl(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)
}
