import { html, page, type Html } from '../../docs/index.ts'

export const DOOR_STYLE_PATH = '/console/login/style.css'

export interface DoorPage {
  title: string
  mark: Html
  body: Html
  /** Below the card, for who is in the wrong place. */
  foot?: Html
}

/** The page of whoever is not in yet: one card, one thing to do. It needs no script. */
export const doorPage = ({ title, mark, body, foot }: DoorPage): string =>
  page(
    title,
    html`<main>
        <p class="product">${mark}<span>Team View</span></p>
        ${body}
      </main>
      <footer>${foot ?? html`<a href="/docs">API reference</a>`}</footer>`,
    DOOR_STYLE_PATH,
  )
