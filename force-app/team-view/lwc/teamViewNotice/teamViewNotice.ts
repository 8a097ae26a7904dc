import { LightningElement, api } from 'lwc'
import type { Company, TeamViewAnswer } from '../teamView/answer'
import { explain, type Explanation } from './explanations'

/** An answer without figures: why, and what to do next. */
export default class TeamViewNotice extends LightningElement {
  @api answer?: TeamViewAnswer

  get explanation(): Explanation {
    return explain(this.answer)
  }

  get candidates(): readonly Company[] {
    return this.answer?.candidates ?? []
  }

  get hasCandidates(): boolean {
    return this.candidates.length > 0
  }
}
