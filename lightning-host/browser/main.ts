import { setViewer } from './platform/viewer.ts'
import { loadScreen } from './screen.ts'

// The viewer decides how dates and numbers are written, and the base components read that as they load.
const screen = await loadScreen(window.location)
if (screen.kind === 'record') setViewer(screen.page.viewer)

const { showScreen } = await import('./app.ts')
showScreen(screen)
