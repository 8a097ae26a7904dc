import { createElement } from 'lwc'
import TeamViewFigures from 'c/teamViewFigures'
import ready from '../../../../../test/contract/ready.json'
import sparse from '../../../../../test/contract/ready-sparse.json'

jest.mock('@salesforce/label/c.TeamView_Overdue', () => ({ default: '{0} overdue' }), { virtual: true })

type Figure = HTMLElement & Record<string, unknown>

function mount({ renewal, arr, csm }: { renewal: object | null; arr: object | null; csm: object | null }) {
  const figures = Object.assign(createElement('c-team-view-figures', { is: TeamViewFigures }), {
    renewal,
    arr,
    csm,
  })
  document.body.appendChild(figures)
  return figures
}

const find = (figures: HTMLElement, selector: string) => figures.shadowRoot!.querySelector<Figure>(selector)

describe('c-team-view-figures', () => {
  beforeEach(() => {
    jest.useFakeTimers({ now: new Date('2026-11-20T12:00:00Z'), doNotFake: ['nextTick'] })
  })

  it('shows when the contract renews, what it is worth and who looks after it', async () => {
    const figures = mount(ready)
    expect(find(figures, 'lightning-formatted-date-time')).toMatchObject({
      value: Date.UTC(2027, 2, 31),
      timeZone: 'UTC',
    })
    expect(find(figures, '.note')!.textContent).toBe('in 131 days')
    expect(find(figures, 'lightning-formatted-number')).toMatchObject({
      value: 128400.5,
      currencyCode: 'EUR',
    })
    expect(find(figures, 'lightning-formatted-email')).toMatchObject({
      value: 'amara.diallo@example.com',
      label: 'Amara Diallo',
    })
    jest.useRealTimers()
    await expect(figures).toBeAccessible()
  })

  it.each([
    ['2026-11-08', '12 days overdue', 'utility:error'],
    ['2026-11-20', 'today', 'utility:clock'],
    ['2026-12-01', 'in 11 days', 'utility:clock'],
  ])('marks a renewal on %s as %s, with a shape beside the words', async (dueOn, words, icon) => {
    const figures = mount({ ...ready, renewal: { dueOn } })
    expect(find(figures, '.note')!.textContent).toBe(words)
    expect(find(figures, '.note .icon')).toMatchObject({ iconName: icon })
    jest.useRealTimers()
    await expect(figures).toBeAccessible()
  })

  it('shows a CSM without an address by name', async () => {
    const figures = mount({ ...ready, csm: { name: 'محمد الفاسي', email: null } })
    expect(find(figures, 'lightning-formatted-email')).toBeNull()
    expect(figures.shadowRoot!.textContent).toContain('محمد الفاسي')
    jest.useRealTimers()
    await expect(figures).toBeAccessible()
  })

  it('has quiet words for everything that is not known', async () => {
    const figures = mount(sparse)
    const words = [...figures.shadowRoot!.querySelectorAll('.none')].map(({ textContent }) => textContent)
    expect(words).toEqual(['c.TeamView_NoRenewal', 'c.TeamView_NoArr', 'c.TeamView_NoCsm'])
    jest.useRealTimers()
    await expect(figures).toBeAccessible()
  })
})
