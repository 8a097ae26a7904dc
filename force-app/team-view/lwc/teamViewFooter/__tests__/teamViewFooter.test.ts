import { createElement } from 'lwc'
import TeamViewFooter from 'c/teamViewFooter'

function mount(props: object): HTMLElement {
  const footer = Object.assign(createElement('c-team-view-footer', { is: TeamViewFooter }), props)
  document.body.appendChild(footer)
  return footer
}

describe('c-team-view-footer', () => {
  it('says how fresh the figures are', async () => {
    const footer = mount({ asOf: '2026-11-20T09:30:00.000Z' })
    const time = footer.shadowRoot!.querySelector('time')!
    expect(time.textContent).toBe('c.TeamView_AsOf')
    expect(time.dateTime).toBe('2026-11-20T09:30:00.000Z')
    await expect(footer).toBeAccessible()
  })

  it('shows that they have just been renewed, and only then', async () => {
    const footer = mount({ asOf: '2026-11-20T09:30:00.000Z', isFresh: true })
    expect(footer.shadowRoot!.textContent).toContain('c.TeamView_Refreshed')
    await expect(footer).toBeAccessible()
    const other = mount({ asOf: '2026-11-20T09:30:00.000Z' })
    expect(other.shadowRoot!.textContent).not.toContain('c.TeamView_Refreshed')
  })

  it('says when they could not be renewed', async () => {
    const footer = mount({ asOf: '2026-11-20T09:30:00.000Z', isStale: true })
    expect(footer.shadowRoot!.querySelector('.stale span')!.textContent).toBe('c.TeamView_RefreshFailed')
    await expect(footer).toBeAccessible()
  })

  it('offers a refresh even when nothing is known about their age', () => {
    const footer = mount({ isRefreshing: true })
    const refresh = jest.fn()
    footer.addEventListener('refresh', refresh)
    footer.shadowRoot!.querySelector<HTMLElement>('lightning-button')!.click()
    expect(refresh).toHaveBeenCalledTimes(1)
    expect(footer.shadowRoot!.querySelector('time')).toBeNull()
  })
})
