export { documentation } from './endpoints.ts'
export { Html, html } from './html.ts'
export { NOTE_STYLE } from './note-style.ts'
export { LOOK_AT_IT, page } from './shell.ts'
