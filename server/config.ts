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
})
const WITH_A_DATABASE = ENVIRONMENT.extend({ SECRET_KEYS })

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
  }
}

/** Only where the data is, for commands that do not serve. */
export const readStoreConfig = (env: NodeJS.ProcessEnv): StoreConfig => storeOf(parse(STORE, env))

function parse<S extends z.ZodObject>(schema: S, env: NodeJS.ProcessEnv): z.output<S> {
  const parsed = schema.safeParse(env)
  if (parsed.success) return parsed.data
  throw new ConfigError(parsed.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`))
}

const storeOf = (value: z.output<typeof STORE>): StoreConfig => ({
  ...(value.DATABASE_URL === undefined ? {} : { databaseUrl: value.DATABASE_URL }),
  dataDir: value.DATA_DIR,
})

function isHttpUrl(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)
}
