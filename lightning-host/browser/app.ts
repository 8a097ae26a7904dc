import '@lwc/synthetic-shadow'
import { createElement } from 'lwc'
import App from 'host/app'
import type { Screen } from './screen.ts'

export function showScreen(screen: Screen): void {
  const app = createElement('host-app', { is: App })
  Object.assign(app, { screen })
  document.title = titleOf(screen)
  document.body.append(app)
}

function titleOf(screen: Screen): string {
  if (screen.kind === 'record') return `${screen.page.name} | ${screen.page.object}`
  return screen.kind === 'landing' ? 'Record pages' : 'Record not shown'
}
