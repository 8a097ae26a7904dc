import { chromium, type Browser } from 'playwright-core'
import { installedBrowsers, npmBrowser, systemPackage, type BrowserBinary } from './browser-binaries.ts'

// --no-sandbox because tests may run as root; the rest keeps a browser from talking to anyone but the page.
const ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/**
 * A Chromium of this machine: the one `$CHROME_PATH` names, one that is installed, the one npm brought,
 * or, as root on Debian, one installed now.
 */
export async function launchBrowser(): Promise<Browser> {
  const chosen = process.env['CHROME_PATH']
  if (chosen) return launch({ executablePath: chosen })
  const failures: string[] = []
  for (const find of [installedBrowsers, npmBrowser, systemPackage]) {
    try {
      const browser = await firstThatLaunches(find(), failures)
      if (browser) return browser
    } catch (error) {
      failures.push(firstLine(error))
    }
  }
  throw new Error(
    ['No browser for the tests: install Chrome or Chromium, or name one in CHROME_PATH', ...failures].join(
      '; ',
    ),
  )
}

async function firstThatLaunches(
  binaries: BrowserBinary[],
  failures: string[],
): Promise<Browser | undefined> {
  for (const binary of binaries) {
    try {
      return await launch(binary)
    } catch (error) {
      failures.push(`${binary.executablePath}: ${firstLine(error)}`)
    }
  }
  return undefined
}

function launch({ executablePath, env }: BrowserBinary): Promise<Browser> {
  return chromium.launch({ executablePath, args: ARGS, env: { ...process.env, ...env } })
}

/** Playwright says first that the browser was closed; why is in its log, such as a missing library. */
function firstLine(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error)
  return (/error while loading shared libraries.*/.exec(text)?.[0] ?? text.split('\n')[0] ?? '').trim()
}
