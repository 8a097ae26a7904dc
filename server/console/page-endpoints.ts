import { z } from 'zod'
import { AppError } from '../errors.ts'
import type { ConsoleCaller } from '../http/callers.ts'
import { endOfCookie, SESSION_COOKIE } from '../http/cookies.ts'
import { endpoint, type AnyEndpoint } from '../http/endpoint.ts'
import { redirect } from '../http/reply.ts'
import type { Clock } from '../lib/clock.ts'
import type { Database } from '../store/index.ts'
import { readFirstTenantId } from '../tenants/index.ts'
import { callerOf } from './door.ts'
import { endSession } from './end-sessions.ts'
import type { LoginOrgs } from './login/parts.ts'
import { consolePage } from './pages/console-page.ts'
import { DOOR_STYLE_PATH } from './pages/door-page.ts'
import { signInPage, type SignInReason } from './pages/sign-in-page.ts'
import { DOOR_STYLE } from './pages/style.ts'
import { RESULT_QUERY, resultForStranger, resultOf, type Result, type ShownConnection } from './result.ts'
import { readTenantName, readUser } from './user-store.ts'

interface PageParts {
  db: Database
  clock: Clock
  orgs: LoginOrgs
  version: string
  /** Whether a login may lead to an org on this machine. */
  allowLocalOrgs: boolean
  /** What to run on this machine for a link that signs in. */
  adminLink: string
  connections: { list(tenantId: string): Promise<readonly ShownConnection[]> }
}

const HTML = { produces: 'text/html; charset=utf-8', answer: z.string() }

/** What people see at the console's door, with a session and without. */
export function pageEndpoints(parts: PageParts): AnyEndpoint[] {
  const { db } = parts
  // An org may send its people on to a login page of the company's own, wherever that is.
  const formsLeadTo = [
    'https:',
    ...(parts.allowLocalOrgs ? ['http://127.0.0.1:*', 'http://localhost:*'] : []),
  ]
  const door = { method: 'GET', door: 'open', formsLeadTo, ...HTML } as const
  const signIn = async (why: { reason?: SignInReason; result?: Result | undefined }): Promise<string> => {
    const tenantId = await readFirstTenantId(db)
    const orgs = tenantId === undefined ? [] : await parts.orgs.list(tenantId)
    return signInPage({ ...why, orgs, adminLink: parts.adminLink })
  }
  return [
    endpoint({
      ...door,
      name: 'getConsole',
      path: '/console',
      summary: 'The console, or how to sign in to it',
      description: 'An authorization sends the browser here, and the page says how it ended.',
      query: RESULT_QUERY,
      async handle({ cookie, query }) {
        const caller = await callerIfAny(parts, cookie(SESSION_COOKIE))
        if (!caller) return signIn({ result: resultForStranger(query) })
        const { tenantId } = caller
        const shown = query.result === undefined ? [] : await parts.connections.list(tenantId)
        return consoleOf(parts, caller, resultOf(query, shown))
      },
    }),
    endpoint({
      ...door,
      name: 'getSignInAsAnother',
      path: '/console/login/another',
      summary: 'The sign-in page, for another user than is logged in to Salesforce in this browser',
      handle: () => signIn({ reason: 'another' }),
    }),
    endpoint({
      ...door,
      name: 'getSignedOut',
      path: '/console/login/signed-out',
      summary: 'The sign-in page, for who has just signed out',
      handle: () => signIn({ reason: 'signed-out' }),
    }),
    endpoint({
      name: 'getDoorStyle',
      method: 'GET',
      path: DOOR_STYLE_PATH,
      door: 'open',
      summary: 'Style of the pages at the console’s door',
      produces: 'text/css; charset=utf-8',
      answer: z.string(),
      handle: () => DOOR_STYLE,
    }),
    endpoint({
      name: 'leaveConsole',
      method: 'POST',
      path: '/console/logout',
      door: 'console',
      allow: 'viewer',
      summary: 'End this session, by the button on the page',
      redirects: 'to the sign-in page.',
      async handle({ caller }) {
        await endSession(db, caller, caller.sessionId)
        return redirect('/console/login/signed-out', { cookies: [endOfCookie(SESSION_COOKIE)] })
      },
    }),
  ]
}

async function callerIfAny(parts: PageParts, key: string | undefined): Promise<ConsoleCaller | undefined> {
  try {
    return await callerOf(parts, key)
  } catch (error) {
    if (error instanceof AppError && error.code === 'NOT_SIGNED_IN') return undefined
    throw error
  }
}

async function consoleOf(
  { db, version }: PageParts,
  caller: ConsoleCaller,
  result: Result | undefined,
): Promise<string> {
  const [user, tenant] = await Promise.all([
    readUser(db, caller, caller.adminId),
    readTenantName(db, caller.tenantId),
  ])
  return consolePage({ name: user?.name ?? null, role: caller.role, tenant, version, result })
}
