import { LightningElement, api } from 'lwc'
import { fill } from 'c/labelText'
import locale from '@salesforce/i18n/locale'
import timeZone from '@salesforce/i18n/timeZone'
import asOf from '@salesforce/label/c.TeamView_AsOf'
import refresh from '@salesforce/label/c.TeamView_Refresh'
import refreshed from '@salesforce/label/c.TeamView_Refreshed'
import refreshFailed from '@salesforce/label/c.TeamView_RefreshFailed'
import { asOfText } from './asOfText'

/** How fresh the figures are, and a way to renew them. Fires `refresh`. */
export default class TeamViewFooter extends LightningElement {
  @api asOf?: string | null
  /** The last attempt to renew the figures failed. */
  @api isStale = false
  @api isRefreshing = false
  /** The figures have just been renewed; the container says so to those who listen. */
  @api isFresh = false

  readonly labels = { refresh, refreshed, refreshFailed }

  get asOfText(): string | undefined {
    if (!this.asOf) return undefined
    return fill(asOf, asOfText(new Date(this.asOf), { now: new Date(), timeZone, locale }))
  }

  get refreshClass(): string {
    return this.isRefreshing ? 'refresh refresh_busy' : 'refresh'
  }

  handleRefresh(): void {
    this.dispatchEvent(new CustomEvent('refresh'))
  }
}
