import { createElement } from 'lwc'
import TeamViewStencil from 'c/teamViewStencil'

describe('c-team-view-stencil', () => {
  it('tells a screen reader that something is coming, and hides its shapes from it', async () => {
    const stencil = createElement('c-team-view-stencil', { is: TeamViewStencil })
    document.body.appendChild(stencil)
    expect(stencil.shadowRoot!.querySelector('[role=status]')!.textContent).toBe('c.TeamView_Loading')
    expect(stencil.shadowRoot!.querySelectorAll('[aria-hidden=true] .shape').length).toBeGreaterThan(0)
    await expect(stencil).toBeAccessible()
  })
})
