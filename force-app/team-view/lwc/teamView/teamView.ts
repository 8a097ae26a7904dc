import { LightningElement, api, wire } from 'lwc'
import { refreshApex } from '@salesforce/apex'
import getTeamView from '@salesforce/apex/TeamViewController.getTeamView'
import { registerRefreshHandler, unregisterRefreshHandler } from 'lightning/refresh'
import couldNotLoad from '@salesforce/label/c.TeamView_CouldNotLoad'
import refreshed from '@salesforce/label/c.TeamView_Refreshed'
import refreshFailed from '@salesforce/label/c.TeamView_RefreshFailed'
import refreshing from '@salesforce/label/c.TeamView_Refreshing'
import title from '@salesforce/label/c.TeamView_Title'
import type { TeamViewAnswer } from './answer'

interface Provisioned {
  data?: TeamViewAnswer
  error?: unknown
}

/** A customer's health and renewal, on the page of an account, a case or an opportunity. */
export default class TeamView extends LightningElement {
  /** Set by the record page. */
  @api objectApiName?: string

  readonly labels = { couldNotLoad, title }
  answer?: TeamViewAnswer
  error?: unknown
  isRefreshing = false
  announcement = ''
  private shownRecordId?: string
  private provisioned?: Provisioned
  private refreshHandlerId?: number
  private focusWhenShown = false

  @api
  get recordId(): string | undefined {
    return this.shownRecordId
  }
  set recordId(recordId: string | undefined) {
    if (recordId === this.shownRecordId) return
    this.shownRecordId = recordId
    this.answer = undefined
    this.error = undefined
    this.announcement = ''
  }

  @wire(getTeamView, { recordId: '$recordId' })
  receive(provisioned: Provisioned): void {
    this.provisioned = provisioned
    const { data, error } = provisioned
    if (error) this.error = error
    if (!data || !this.isAbout(data)) return
    this.answer = data
    this.error = undefined
  }

  override connectedCallback(): void {
    this.refreshHandlerId = registerRefreshHandler(this, async () => {
      await this.refresh()
      return true
    })
  }

  override disconnectedCallback(): void {
    unregisterRefreshHandler(this.refreshHandlerId)
  }

  override renderedCallback(): void {
    if (!this.focusWhenShown || !this.answer || this.error) return
    this.focusWhenShown = false
    const content = this.refs?.content as HTMLElement | undefined
    content?.focus()
  }

  get isReady(): boolean {
    return this.answer?.status === 'ready'
  }

  get isLoading(): boolean {
    return !this.answer && !this.error
  }

  /** Figures that could not be renewed stay on view, marked as such. */
  get isStale(): boolean {
    return Boolean(this.answer && this.error)
  }

  async handleRefresh(): Promise<void> {
    await this.refresh()
  }

  /** The button that was pressed goes away with the error, so the focus goes to what replaces it. */
  async handleRetry(): Promise<void> {
    this.focusWhenShown = true
    await this.refresh()
  }

  private async refresh(): Promise<void> {
    if (this.isRefreshing) return
    const recordId = this.recordId
    this.isRefreshing = true
    this.announcement = refreshing
    try {
      await refreshApex(this.provisioned)
    } catch (error) {
      if (recordId === this.recordId) this.error = error
    }
    this.isRefreshing = false
    if (recordId === this.recordId) this.announcement = this.error ? refreshFailed : refreshed
  }

  get isFresh(): boolean {
    return this.announcement === refreshed
  }

  /** An answer to a question asked before the page moved on is about another record. */
  private isAbout({ record }: TeamViewAnswer): boolean {
    return record.recordId.slice(0, 15) === this.recordId?.slice(0, 15)
  }
}
