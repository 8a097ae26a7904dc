import { LightningElement, api } from 'lwc'
import { fill } from 'c/labelText'
import { renewalCountdown } from 'c/renewalCountdown'
import language from '@salesforce/i18n/lang'
import timeZone from '@salesforce/i18n/timeZone'
import arr from '@salesforce/label/c.TeamView_Arr'
import csm from '@salesforce/label/c.TeamView_Csm'
import noArr from '@salesforce/label/c.TeamView_NoArr'
import noCsm from '@salesforce/label/c.TeamView_NoCsm'
import noRenewal from '@salesforce/label/c.TeamView_NoRenewal'
import overdue from '@salesforce/label/c.TeamView_Overdue'
import renewal from '@salesforce/label/c.TeamView_Renewal'
import type { Arr, Csm, Renewal } from '../teamView/answer'

interface CountdownView {
  text: string
  className: string
  icon?: string
  variant?: 'warning' | 'error'
}

/** When the contract renews, what it is worth, and who looks after it. */
export default class TeamViewFigures extends LightningElement {
  @api renewal?: Renewal | null
  @api arr?: Arr | null
  @api csm?: Csm | null

  readonly labels = { arr, csm, noArr, noCsm, noRenewal, renewal }

  /** A calendar day has no time zone; shown in UTC, where it is stored, it stays that day everywhere. */
  get dueOn(): number {
    return Date.parse(this.renewal?.dueOn ?? '')
  }

  get countdown(): CountdownView | undefined {
    if (!this.renewal) return undefined
    const { isOverdue, isSoon, text } = renewalCountdown(this.renewal.dueOn, {
      now: new Date(),
      timeZone,
      language,
    })
    if (isOverdue)
      return {
        text: fill(overdue, text),
        className: 'note note_overdue',
        icon: 'utility:error',
        variant: 'error',
      }
    return isSoon
      ? { text, className: 'note note_soon', icon: 'utility:clock', variant: 'warning' }
      : { text, className: 'note' }
  }
}
