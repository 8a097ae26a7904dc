import { rangeOf } from '../health/index.ts'
import { picklistItemGsid } from '../objects/index.ts'
import type { TeamViewAnswer } from './schemas.ts'
import type { CompanyRow } from './team-view-store.ts'

type Ready = Extract<TeamViewAnswer, { status: 'ready' }>

type CompanyDocument = Omit<Ready, 'status' | 'record'>

const made = new WeakMap<CompanyRow, CompanyDocument>()

/** What the widget shows of a company; made once for a row that is remembered. */
export function document(row: CompanyRow): CompanyDocument {
  const known = made.get(row) ?? makeDocument(row)
  made.set(row, known)
  return known
}

/** A value that is not known is null, never a zero. */
function makeDocument(row: CompanyRow): CompanyDocument {
  return {
    company: { id: row.gsid, name: row.name },
    health: healthOf(row),
    renewal: row.renewal_date === null ? null : { dueOn: row.renewal_date },
    // An amount without its currency is no amount.
    arr:
      row.arr === null || row.currency === null
        ? null
        : { amount: Number(row.arr), currencyCode: row.currency },
    csm: row.csm_name === null ? null : { name: row.csm_name, email: row.csm_email },
    asOf: row.modified_at.toISOString(),
  }
}

function healthOf(row: CompanyRow): Ready['health'] {
  if (row.score === null) return null
  const score = Number(row.score)
  const { label, level } = rangeOf(score)
  return { score, label, level, trend: trendOf(row.trend) }
}

const TRENDS = new Map(
  (['Up', 'Down', 'Same'] as const).map((name) => [
    picklistItemGsid('SCORE_TREND', name),
    name.toLowerCase() as 'up' | 'down' | 'same',
  ]),
)

const trendOf = (item: string | null): 'up' | 'down' | 'same' | null => TRENDS.get(item ?? '') ?? null
