import type { OrgKey } from '../identity/key.ts'
import { signWidgetToken } from '../identity/widget-token.ts'
import { handled, type AuraHandledException } from './aura-handled-exception.ts'
import { readTeamViewRecord, type Reading, type TeamViewRecord } from './team-view-record.ts'
import { teamViewSettings } from './team-view-settings.ts'

/** Who is looking at what, and where the question goes. */
export interface ApexSession extends Reading {
  key: OrgKey
  /** The named credential's address. */
  backendUrl: string
  /** Milliseconds since 1970. */
  now: () => number
  timeoutMs?: number
}

const TIMEOUT_MS = 10_000

/** What `TeamViewController.getTeamView` does in the package, step for step; answers what the backend answered. */
export async function getTeamView(
  params: { recordId: string | null },
  session: ApexSession,
): Promise<unknown> {
  const record = await readTeamViewRecord(session, params.recordId)
  const { status, body } = await send(endpoint(session.backendUrl, record), session)
  if (status !== 200) throw refusal(status)
  return understood(body)
}

/** A record without an account is asked for too: the backend has the words for that answer. */
function endpoint(backendUrl: string, { objectApiName, ...record }: TeamViewRecord): string {
  const query = new URLSearchParams({ object: objectApiName })
  for (const [name, text] of Object.entries(record)) if (text !== null) query.set(name, text)
  return `${backendUrl.replace(/\/+$/, '')}/widget/v1/team-view?${query.toString()}`
}

async function send(url: string, session: ApexSession): Promise<{ status: number; body: string }> {
  const token = tokenFor(session)
  try {
    const response = await fetch(url, {
      headers: { Accept: 'application/json', Authorization: `Bearer ${token}` },
      // Apex does not follow redirects, and a token must not travel on to wherever one points.
      redirect: 'manual',
      signal: AbortSignal.timeout(session.timeoutMs ?? TIMEOUT_MS),
    })
    return { status: response.status, body: await response.text() }
  } catch (cause) {
    throw handled('TeamView_Unavailable', cause)
  }
}

function tokenFor(session: ApexSession): string {
  const { audience, certificate } = teamViewSettings(session)
  const { orgId, userId, key, now } = session
  // There is one certificate in this org; the settings may name another.
  if (certificate !== key.keyId) throw handled('TeamView_NotConfigured')
  return signWidgetToken({
    orgId,
    userId,
    audience,
    privateKey: key.privateKey,
    keyId: key.keyId,
    now: now(),
  })
}

function refusal(status: number): AuraHandledException {
  switch (status) {
    case 400:
      return handled('TeamView_NotUnderstood')
    case 401:
    case 403:
      return handled('TeamView_NotTrusted')
    case 429:
      return handled('TeamView_TooManyRequests')
    default:
      return handled('TeamView_Unavailable')
  }
}

function understood(body: string): unknown {
  const answer = parsed(body)
  if (typeof answer !== 'object' || answer === null || !('status' in answer))
    throw handled('TeamView_NotUnderstood')
  if (typeof answer.status !== 'string' || !answer.status.trim()) throw handled('TeamView_NotUnderstood')
  return answer
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch (cause) {
    throw handled('TeamView_NotUnderstood', cause)
  }
}
