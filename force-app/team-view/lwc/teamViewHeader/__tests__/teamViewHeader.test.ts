import { createElement } from 'lwc'
import TeamViewHeader from 'c/teamViewHeader'
import ready from '../../../../../test/contract/ready.json'
import sparse from '../../../../../test/contract/ready-sparse.json'

jest.mock('@salesforce/label/c.TeamView_OutOf', () => ({ default: '{0} out of 100' }), { virtual: true })

function mount(company: object, health: object | null): HTMLElement {
  const header = Object.assign(createElement('c-team-view-header', { is: TeamViewHeader }), {
    company,
    health,
  })
  document.body.appendChild(header)
  return header
}

const text = (header: HTMLElement, selector: string) =>
  header.shadowRoot!.querySelector(selector)?.textContent ?? null

describe('c-team-view-header', () => {
  it('shows the company, its score, the word for it and the trend', async () => {
    const header = mount(ready.company, ready.health)
    expect(text(header, 'h2')).toBe('Northwind Analytics')
    expect(text(header, '.score')).toBe('82')
    expect(text(header, '.slds-assistive-text')).toContain('82 out of 100')
    expect(text(header, '.word')).toBe('Healthy')
    expect(text(header, '.trend')).toBe('c.TeamView_TrendUp')
    expect(header.shadowRoot!.querySelector('.arc')!.getAttribute('stroke-dasharray')).toBe('82 18')
    await expect(header).toBeAccessible()
  })

  it.each([
    ['fair', 'utility:warning'],
    ['poor', 'utility:error'],
  ])('marks %s health with a shape, not with a colour alone', async (level, icon) => {
    const header = mount(ready.company, { ...ready.health, level })
    expect(
      header.shadowRoot!.querySelector<HTMLElement & { iconName: string }>('.word .icon')!.iconName,
    ).toBe(icon)
    await expect(header).toBeAccessible()
  })

  it('shows a level and a trend it does not know without judgement', async () => {
    const header = mount(ready.company, { score: 60.4, label: 'Grade B', level: 'b', trend: null })
    expect(text(header, '.score')).toBe('60')
    expect(text(header, '.word')).toBe('Grade B')
    expect(header.shadowRoot!.querySelector('.icon')).toBeNull()
    expect(header.shadowRoot!.querySelector('.trend')).toBeNull()
    await expect(header).toBeAccessible()
  })

  it('says quietly that there is no score yet', async () => {
    const header = mount(sparse.company, sparse.health)
    expect(text(header, 'h2')).toBe('Kestrel Freight')
    expect(text(header, '.none')).toBe('c.TeamView_NoScore')
    expect(header.shadowRoot!.querySelector('.arc')).toBeNull()
    await expect(header).toBeAccessible()
  })
})
