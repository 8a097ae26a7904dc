import { createElement } from 'lwc'
import TeamViewNotice from 'c/teamViewNotice'
import noAccount from '../../../../../test/contract/no-account.json'
import noLicence from '../../../../../test/contract/no-licence.json'
import noValue from '../../../../../test/contract/no-value.json'
import notMapped from '../../../../../test/contract/not-mapped.json'
import several from '../../../../../test/contract/several-companies.json'
import unreadableValue from '../../../../../test/contract/unreadable-value.json'

function mount(answer: object): HTMLElement {
  const notice = Object.assign(createElement('c-team-view-notice', { is: TeamViewNotice }), { answer })
  document.body.appendChild(notice)
  return notice
}

const text = (notice: HTMLElement, selector: string) =>
  notice.shadowRoot!.querySelector(selector)!.textContent

describe('c-team-view-notice', () => {
  it.each([
    [notMapped, 'NotMapped'],
    [several, 'Several'],
    [noAccount, 'NoAccount'],
    [noValue, 'NoValue'],
    [unreadableValue, 'UnreadableValue'],
    [noLicence, 'NoLicence'],
  ])('explains $status and says what to do next', async (answer, label) => {
    const notice = mount(answer)
    expect(text(notice, 'h2')).toBe(`c.TeamView_${label}Title`)
    expect(text(notice, '.text')).toBe(`c.TeamView_${label}Text`)
    await expect(notice).toBeAccessible()
  })

  it('names the companies that match', () => {
    const names = [...mount(several).shadowRoot!.querySelectorAll('li')].map(({ textContent }) => textContent)
    expect(names).toEqual(['Atlas Robotics', 'Atlas Robotics (EMEA)'])
  })

  it("passes on the backend's words for a reason it does not know", async () => {
    const notice = mount({ ...notMapped, status: 'on-holiday' })
    expect(text(notice, 'h2')).toBe('c.TeamView_OtherTitle')
    expect(text(notice, '.text')).toBe(`${notMapped.reason.message} ${notMapped.reason.action}`)
    await expect(notice).toBeAccessible()
  })
})
