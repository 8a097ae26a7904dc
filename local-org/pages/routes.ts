import type { IncomingMessage, ServerResponse } from 'node:http'
import { AuraHandledException } from '../apex/aura-handled-exception.ts'
import { getTeamView, type ApexSession } from '../apex/team-view-controller.ts'
import type { Business, User } from '../business/index.ts'
import { hasPackage } from '../apex/team-view-settings.ts'
import { HttpProblem, cookie, readJson, sendJson } from '../http.ts'
import { normalizeId } from '../salesforce-id.ts'
import { examples, headlineOf } from './examples.ts'
import { recordPage } from './record-page.ts'
import { UnknownField, uiRecord } from './ui-record.ts'
import { activeUser, viewerChoices, viewingUser } from './viewers.ts'

/** What the preview's routes work with. */
export interface Preview {
  business: Business
  /** The session Apex would run in, but for the user. */
  session: Omit<ApexSession, 'userId'>
}

interface Call {
  preview: Preview
  req: IncomingMessage
  res: ServerResponse
  url: URL
  viewer: User
}

interface Route {
  method: 'GET' | 'POST'
  path: RegExp
  handle(call: Call, match: RegExpExecArray): Promise<void> | void
}

export const ROUTES: readonly Route[] = [
  { method: 'GET', path: /^\/preview\/page$/, handle: page },
  { method: 'GET', path: /^\/preview\/examples$/, handle: exampleList },
  { method: 'POST', path: /^\/preview\/viewer$/, handle: chooseViewer },
  { method: 'GET', path: /^\/ui-api\/records\/([^/]+)$/, handle: record },
  { method: 'POST', path: /^\/apex\/TeamViewController\.getTeamView$/, handle: teamView },
]

/** Answers when the path is one of the preview's; says false when it is someone else's. */
export async function answer(
  preview: Preview,
  { req, res, url }: Pick<Call, 'req' | 'res' | 'url'>,
): Promise<boolean> {
  const known = ROUTES.filter(({ path }) => path.test(url.pathname))
  if (known.length === 0) return false
  const route = known.find(({ method }) => method === req.method)
  if (!route) {
    res.setHeader('allow', known.map(({ method }) => method).join(', '))
    throw new HttpProblem(405, `${req.method ?? ''} is not allowed here.`)
  }
  const match = route.path.exec(url.pathname)
  const viewer = viewingUser(preview.business, cookie(req, 'viewer'))
  if (match) await route.handle({ preview, req, res, url, viewer }, match)
  return true
}

function page({ preview, res, url, viewer }: Call): void {
  const id = normalizeId(url.searchParams.get('recordId') ?? '')
  if (!id) throw new HttpProblem(400, 'recordId must be a Salesforce id (15 or 18 characters).')
  const found = recordPage(preview.business, id, viewer)
  if (!found) throw new HttpProblem(404, 'No account, case or opportunity has this id.')
  sendJson(res, 200, found)
}

function exampleList({ preview: { business }, res }: Call): void {
  sendJson(res, 200, {
    headline: headlineOf(business),
    examples: examples(business),
    viewers: viewerChoices(business),
  })
}

async function chooseViewer({ preview, req, res }: Call): Promise<void> {
  const { userId } = await readJson(req)
  const user = typeof userId === 'string' ? activeUser(preview.business, userId) : undefined
  if (!user) throw new HttpProblem(400, 'userId must be the id of an active user.')
  res.setHeader('set-cookie', `viewer=${user.Id}; Path=/; HttpOnly; SameSite=Strict`)
  sendJson(res, 200, { viewer: { id: user.Id, name: user.Name } })
}

function record({ preview, res, url }: Call, [, id = '']: RegExpExecArray): void {
  const named = (list: string) => url.searchParams.get(list)?.split(',').filter(Boolean) ?? []
  const read = (names: string[]) => orUnknownField(() => uiRecord(preview.session, id, names))
  // A field that need not exist is left out when it does not.
  const optional = named('optionalFields').filter((name) => !(read([name]) instanceof UnknownField))
  const found = read([...named('fields'), ...optional])
  if (found instanceof UnknownField) throw new HttpProblem(400, found.message)
  if (!found) throw new HttpProblem(404, 'The requested resource does not exist')
  sendJson(res, 200, found)
}

function orUnknownField<T>(read: () => T): T | UnknownField {
  try {
    return read()
  } catch (problem) {
    if (problem instanceof UnknownField) return problem
    throw problem
  }
}

const NO_PACKAGE = 'The Team View package is not in this org: start it with --package force-app.'

async function teamView({ preview, req, res, viewer }: Call): Promise<void> {
  const { params } = await readJson(req)
  if (!hasPackage(preview.session)) throw new HttpProblem(404, NO_PACKAGE)
  const recordId = recordIdIn(params)
  try {
    const returnValue = await getTeamView({ recordId }, { ...preview.session, userId: viewer.Id })
    sendJson(res, 200, { returnValue })
  } catch (problem) {
    if (!(problem instanceof AuraHandledException)) throw problem
    throw new HttpProblem(problem.status, problem.message, problem.exceptionType)
  }
}

/** Apex is called with an Id or null; anything else is refused before its code runs. */
function recordIdIn(params: unknown): string | null {
  const given = typeof params === 'object' && params !== null && 'recordId' in params ? params.recordId : null
  if (given === null) return null
  const id = typeof given === 'string' ? normalizeId(given) : undefined
  if (id) return id
  const message = "Value provided is invalid for action parameter 'recordId' of type 'Id'"
  throw new HttpProblem(400, message, 'System.TypeException')
}
