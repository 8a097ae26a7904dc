import { fitOf, type CompanyResolution } from '../../companies/index.ts'
import type { ObjectDescribe } from '../../salesforce/index.ts'
import { notice, type Notice, type NoticeCode } from '../notices.ts'
import type { Preview } from './preview-store.ts'
import { lookedAt } from './tally.ts'

/** What became of the account's field, as far as what is kept of the org tells. */
export function fieldNotices(
  { accountField, companyField, comparison }: CompanyResolution,
  kept: ObjectDescribe | 'gone' | 'not-kept',
): Notice[] {
  if (kept === 'not-kept') return []
  const fit = fitOf({ accountField, comparison }, kept === 'gone' ? undefined : kept)
  if (fit.is === 'gone') return [noticeOf('RESOLUTION_FIELD_GONE', `It was ${accountField}.`)]
  if (fit.is === 'changed') {
    const became = `${accountField} became ${fit.type}, which cannot be compared with ${companyField}.`
    return [noticeOf('RESOLUTION_FIELD_CHANGED', became)]
  }
  return []
}

type Figures = Pick<Preview, 'oneCompany' | 'noCompany' | 'noValue' | 'severalCompanies'>

/** What a preview warns of. It keeps nobody from saving: the companies may be loaded tomorrow. */
export function previewNotices(preview: Figures): Notice[] {
  const { oneCompany, noCompany, noValue, severalCompanies } = preview
  const total = lookedAt(preview)
  const figures =
    `Of ${total} accounts, ${oneCompany} found one company, ${severalCompanies} several and ${noCompany} none; ` +
    `${noValue} have no value.`
  const few = oneCompany === 0 ? 'RESOLUTION_FINDS_NONE' : 'RESOLUTION_FINDS_FEW'
  return [
    ...(oneCompany * 2 < total ? [noticeOf(few, figures)] : []),
    ...(severalCompanies > 0 ? [noticeOf('RESOLUTION_FINDS_SEVERAL', figures)] : []),
  ]
}

/** The words that are always the same, then the names or figures of this case. */
function noticeOf(code: NoticeCode, words: string): Notice {
  const { message, action } = notice(code)
  return { code, message: `${message} ${words}`, action }
}
