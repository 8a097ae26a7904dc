export { documentation } from './endpoints.ts'
export { html } from './html.ts'
export { page } from './page.ts'
