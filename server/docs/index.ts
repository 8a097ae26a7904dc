export { documentation } from './endpoints.ts'
export { Html, html } from './html.ts'
export { page } from './page.ts'
