import { LightningElement, api } from 'lwc'
import { healthLook, ringDash, trendIcon, type HealthLook } from 'c/healthLook'
import { fill } from 'c/labelText'
import locale from '@salesforce/i18n/locale'
import healthScore from '@salesforce/label/c.TeamView_HealthScore'
import noScore from '@salesforce/label/c.TeamView_NoScore'
import noScoreHint from '@salesforce/label/c.TeamView_NoScoreHint'
import outOf from '@salesforce/label/c.TeamView_OutOf'
import trendDown from '@salesforce/label/c.TeamView_TrendDown'
import trendSame from '@salesforce/label/c.TeamView_TrendSame'
import trendUp from '@salesforce/label/c.TeamView_TrendUp'
import type { Company, Health } from '../teamView/answer'

const TREND_WORDS: Readonly<Record<string, string>> = { up: trendUp, down: trendDown, same: trendSame }

/** Whose health it is, and how it stands: the glance. */
export default class TeamViewHeader extends LightningElement {
  @api company?: Company
  @api health?: Health | null

  readonly labels = { healthScore, noScore, noScoreHint }

  get look(): HealthLook {
    return healthLook(this.health?.level)
  }

  get ringClass(): string {
    return `ring ring_${this.look.tone}`
  }

  get wordClass(): string {
    return `word word_${this.look.tone}`
  }

  get dash(): string {
    return ringDash(this.health?.score)
  }

  get score(): string {
    return new Intl.NumberFormat(locale, { maximumFractionDigits: 0 }).format(this.health?.score ?? 0)
  }

  get spokenScore(): string {
    return fill(outOf, this.score)
  }

  get trendIcon(): string | undefined {
    return trendIcon(this.health?.trend)
  }

  get trendWord(): string | undefined {
    return TREND_WORDS[this.health?.trend ?? '']
  }
}
