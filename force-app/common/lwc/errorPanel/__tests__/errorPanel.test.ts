import { createElement } from 'lwc'
import ErrorPanel from 'c/errorPanel'

function mount(errors: unknown): HTMLElement {
  const panel = Object.assign(createElement('c-error-panel', { is: ErrorPanel }), {
    heading: 'Could not load',
    errors,
  })
  document.body.appendChild(panel)
  return panel
}

const texts = (panel: HTMLElement, selector: string) =>
  [...panel.shadowRoot!.querySelectorAll(selector)].map(({ textContent }) => textContent)

describe('c-error-panel', () => {
  it('says what happened and keeps the technical part folded away', async () => {
    const panel = mount({
      status: 500,
      statusText: 'Server Error',
      body: { message: 'Try again in a minute.' },
    })
    expect(texts(panel, 'h2')).toEqual(['Could not load'])
    expect(texts(panel, '.message')).toEqual(['Try again in a minute.'])
    expect(texts(panel, 'details p')).toEqual(['500 Server Error'])
    expect(panel.shadowRoot!.querySelector('details')!.open).toBe(false)
    await expect(panel).toBeAccessible()
  })

  it('has words for an error without any', async () => {
    const panel = mount(undefined)
    expect(texts(panel, '.message')).toEqual(['c.Common_UnknownError'])
    expect(panel.shadowRoot!.querySelector('details')).toBeNull()
    await expect(panel).toBeAccessible()
  })

  it('asks for another try', () => {
    const panel = mount('Broken')
    const retry = jest.fn()
    panel.addEventListener('retry', retry)
    panel.shadowRoot!.querySelector<HTMLElement>('lightning-button')!.click()
    expect(retry).toHaveBeenCalledTimes(1)
  })
})
