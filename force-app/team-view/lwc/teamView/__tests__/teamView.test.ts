import { createElement } from 'lwc'
import { refreshApex } from '@salesforce/apex'
import getTeamView from '@salesforce/apex/TeamViewController.getTeamView'
import * as refresh from 'lightning/refresh'
import TeamView from 'c/teamView'
import noAccount from '../../../../../test/contract/no-account.json'
import noLicence from '../../../../../test/contract/no-licence.json'
import notMapped from '../../../../../test/contract/not-mapped.json'
import ready from '../../../../../test/contract/ready.json'
import several from '../../../../../test/contract/several-companies.json'
import sparse from '../../../../../test/contract/ready-sparse.json'
import unavailable from '../../../../../test/contract/error-503.json'

jest.mock(
  '@salesforce/apex/TeamViewController.getTeamView',
  () => {
    const { createApexTestWireAdapter } = jest.requireActual<{
      createApexTestWireAdapter(call: unknown): unknown
    }>('@salesforce/sfdx-lwc-jest')
    return { default: createApexTestWireAdapter(jest.fn()) }
  },
  { virtual: true },
)
jest.mock('@salesforce/apex', () => ({ refreshApex: jest.fn(() => Promise.resolve()) }), { virtual: true })

interface TestAdapter {
  emit(data: object): void
  error(body: object, status: number, statusText: string): void
  getLastConfig(): { recordId: string }
}
const wire = getTeamView as unknown as TestAdapter
const refreshPage = (refresh as unknown as { refreshPage(): Promise<void> }).refreshPage
const asked = refreshApex as unknown as { mockImplementationOnce(answer: () => Promise<void>): void }

type Widget = HTMLElement & { recordId?: string }
const RECORD = ready.record.recordId
const OTHER = '5005e00000TvC02AAF'

function mount(recordId = RECORD): Widget {
  const widget = Object.assign(createElement('c-team-view', { is: TeamView }), {
    recordId,
    objectApiName: 'Case',
  }) as Widget
  document.body.appendChild(widget)
  return widget
}

const settle = () => Promise.resolve().then(() => Promise.resolve())
const find = <T extends Element = HTMLElement>(widget: Widget, selector: string) =>
  widget.shadowRoot!.querySelector<T & Record<string, unknown>>(selector)

/** Which of the five states is on view: exactly one, always. */
function states(widget: Widget): string[] {
  return ['stencil', 'header', 'notice']
    .filter((name) => find(widget, `c-team-view-${name}`))
    .concat(find(widget, 'c-error-panel') ? ['error'] : [])
}

function fail(): void {
  wire.error({ message: unavailable.body.error.action }, 500, 'Server Error')
}

describe('c-team-view', () => {
  it('asks about the record whose page is open', async () => {
    mount()
    await settle()
    expect(wire.getLastConfig()).toEqual({ recordId: RECORD })
  })

  describe('shows one state at a time, each accessible', () => {
    it('a stencil while it waits', async () => {
      const widget = mount()
      expect(states(widget)).toEqual(['stencil'])
      await expect(widget).toBeAccessible()
    })

    it.each([ready, sparse])('the figures of $company.name', async (answer) => {
      const widget = mount()
      wire.emit(answer)
      await settle()
      expect(states(widget)).toEqual(['header'])
      expect(find(widget, 'c-team-view-header')).toMatchObject({
        company: answer.company,
        health: answer.health,
      })
      expect(find(widget, 'c-team-view-figures')).toMatchObject({
        renewal: answer.renewal,
        arr: answer.arr,
        csm: answer.csm,
      })
      expect(find(widget, 'c-team-view-footer')).toMatchObject({ asOf: answer.asOf, isStale: false })
      await expect(widget).toBeAccessible()
    })

    it.each([notMapped, several, noAccount, noLicence])('the explanation of $status', async (answer) => {
      const widget = mount()
      wire.emit(answer)
      await settle()
      expect(states(widget)).toEqual(['notice'])
      expect(find(widget, 'c-team-view-notice')).toMatchObject({ answer })
      await expect(widget).toBeAccessible()
    })

    it('an error with a way to try again', async () => {
      const widget = mount()
      fail()
      await settle()
      expect(states(widget)).toEqual(['error'])
      await expect(widget).toBeAccessible()
    })
  })

  it('shows fields that Apex left out like fields that are null', async () => {
    const widget = mount()
    const { status, record, company, asOf } = sparse
    wire.emit({ status, record, company, asOf })
    await settle()
    expect(states(widget)).toEqual(['header'])
    await expect(widget).toBeAccessible()
  })

  describe('when the page moves to another record', () => {
    it('waits again, and ignores an answer about the former record', async () => {
      const widget = mount()
      wire.emit(ready)
      widget.recordId = OTHER
      await settle()
      expect(states(widget)).toEqual(['stencil'])
      wire.emit(ready)
      await settle()
      expect(states(widget)).toEqual(['stencil'])
      wire.emit({ ...sparse, record: { ...sparse.record, recordId: OTHER } })
      await settle()
      expect(find(widget, 'c-team-view-header')).toMatchObject({ company: sparse.company })
    })

    it('forgets the former error', async () => {
      const widget = mount()
      fail()
      await settle()
      widget.recordId = OTHER
      await settle()
      expect(states(widget)).toEqual(['stencil'])
    })

    it('takes the short form of an id for the same record', async () => {
      const widget = mount(RECORD.slice(0, 15))
      wire.emit(ready)
      await settle()
      expect(states(widget)).toEqual(['header'])
    })

    it('says nothing about a refresh of the former record', async () => {
      const widget = mount()
      wire.emit(ready)
      await settle()
      asked.mockImplementationOnce(() => Promise.reject(new Error('Gone')))
      find(widget, 'c-team-view-footer')!.dispatchEvent(new CustomEvent('refresh'))
      widget.recordId = OTHER
      await settle()
      expect(states(widget)).toEqual(['stencil'])
      expect(find(widget, '[aria-live]')!.textContent).toBe('')
    })
  })

  describe('when it is refreshed', () => {
    it('asks once more and says so', async () => {
      const widget = mount()
      wire.emit(ready)
      await settle()
      let answer = () => {}
      asked.mockImplementationOnce(() => new Promise((resolve) => (answer = resolve)))
      const footer = find(widget, 'c-team-view-footer')!
      footer.dispatchEvent(new CustomEvent('refresh'))
      footer.dispatchEvent(new CustomEvent('refresh'))
      await settle()
      expect(refreshApex).toHaveBeenCalledTimes(1)
      expect(footer).toMatchObject({ isRefreshing: true })
      expect(find(widget, '[aria-live]')!.textContent).toBe('c.TeamView_Refreshing')
      answer()
      await settle()
      await settle()
      expect(footer).toMatchObject({ isRefreshing: false })
      expect(find(widget, '[aria-live]')!.textContent).toBe('c.TeamView_Refreshed')
    })

    it('does so with the page, until it leaves it', async () => {
      const widget = mount()
      wire.emit(ready)
      await refreshPage()
      expect(refreshApex).toHaveBeenCalledTimes(1)
      widget.remove()
      await refreshPage()
      expect(refreshApex).toHaveBeenCalledTimes(1)
      expect(refresh.unregisterRefreshHandler).toHaveBeenCalledTimes(1)
    })

    it.each([
      ['provisions', () => Promise.resolve(fail())],
      ['rejects with', () => Promise.reject(new Error('Offline'))],
    ])('keeps the figures on view, marked as old, when the platform %s an error', async (_how, failing) => {
      const widget = mount()
      wire.emit(ready)
      await settle()
      asked.mockImplementationOnce(failing)
      find(widget, 'c-team-view-footer')!.dispatchEvent(new CustomEvent('refresh'))
      await settle()
      await settle()
      expect(states(widget)).toEqual(['header'])
      expect(find(widget, 'c-team-view-footer')).toMatchObject({ isStale: true, isRefreshing: false })
      expect(find(widget, '[aria-live]')!.textContent).toBe('c.TeamView_RefreshFailed')
      await expect(widget).toBeAccessible()
    })
  })

  describe('when an error is tried again', () => {
    it('puts the focus on what replaces the error', async () => {
      const widget = mount()
      fail()
      await settle()
      asked.mockImplementationOnce(() => Promise.resolve(wire.emit(ready)))
      find(widget, 'c-error-panel')!.dispatchEvent(new CustomEvent('retry'))
      await settle()
      await settle()
      expect(states(widget)).toEqual(['header'])
      expect(widget.shadowRoot!.activeElement).toBe(find(widget, '.body'))
    })

    it('keeps the error, and the focus, where they are when it fails again', async () => {
      const widget = mount()
      fail()
      await settle()
      const panel = find(widget, 'c-error-panel')!
      asked.mockImplementationOnce(() => Promise.resolve(fail()))
      panel.dispatchEvent(new CustomEvent('retry'))
      await settle()
      await settle()
      expect(find(widget, 'c-error-panel')).toBe(panel)
      expect(find(widget, '[aria-live]')!.textContent).toBe('c.TeamView_RefreshFailed')
    })
  })
})
