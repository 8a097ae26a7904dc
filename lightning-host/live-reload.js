/* global document, location, EventSource, URL */
// Served only while developing, by itself: it must work when the page's own scripts could not be built.
const shown = new URL(import.meta.url).searchParams.get('page')

new EventSource('/lightning-host/changes').addEventListener('message', ({ data }) => {
  const { page, problem } = JSON.parse(data)
  document.querySelector('#build-problem')?.remove()
  if (problem) document.body.append(panelFor(problem))
  else if (page !== shown) location.reload()
})

/** @param {{ message: string, file?: string, line?: number, column?: number }} problem */
function panelFor({ message, file, line, column }) {
  const panel = document.createElement('div')
  panel.id = 'build-problem'
  panel.setAttribute('role', 'alert')
  panel.style.cssText = `position: fixed; inset: auto 1rem 1rem; z-index: 99999; max-height: 60vh; overflow: auto;
    padding: 1rem 1.25rem; border-radius: .75rem; border-left: .5rem solid #ff5d5d; background: #1d1a26; color: #fff;
    font: 13px/1.5 ui-monospace, Consolas, monospace; white-space: pre-wrap`
  const place = [file, line, column].filter((part) => part !== undefined).join(':')
  panel.append(
    text('The newest change could not be built.', '#ffb4b4'),
    text(place, '#9ecbff'),
    text(message, '#fff'),
  )
  return panel
}

/** @param {string} content @param {string} color */
function text(content, color) {
  const block = document.createElement('div')
  block.style.color = color
  block.textContent = content
  return block
}
