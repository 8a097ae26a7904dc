import { spawnSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'

export interface BrowserBinary {
  executablePath: string
  env?: Record<string, string>
}

const NAMES = ['google-chrome', 'google-chrome-stable', 'chromium', 'chromium-browser', 'chrome', 'msedge']

const USUAL_PLACES: Partial<Record<NodeJS.Platform, string[]>> = {
  darwin: [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  ],
  win32: ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA'].flatMap((folder) => [
    path.join(process.env[folder] ?? 'C:\\', 'Google\\Chrome\\Application\\chrome.exe'),
    path.join(process.env[folder] ?? 'C:\\', 'Microsoft\\Edge\\Application\\msedge.exe'),
  ]),
  linux: ['/opt/google/chrome/chrome', '/snap/bin/chromium'],
}

/** What somebody installed on this machine. */
export function installedBrowsers(): BrowserBinary[] {
  const suffix = process.platform === 'win32' ? '.exe' : ''
  const inPath = (process.env['PATH'] ?? '')
    .split(path.delimiter)
    .flatMap((folder) => NAMES.map((name) => path.join(folder, name + suffix)))
  return [...inPath, ...(USUAL_PLACES[process.platform] ?? [])]
    .filter((file) => existsSync(file))
    .map((executablePath) => ({ executablePath }))
}

/** The browser of the npm package `@sparticuz/chromium`; it is for x64 Linux alone, and not always installed. */
export function npmBrowser(): BrowserBinary[] {
  if (process.platform !== 'linux' || process.arch !== 'x64') return []
  const packageDir = folderOfPackage('@sparticuz/chromium')
  if (!packageDir) return []
  const dir = unpacked(packageDir)
  const executablePath = path.join(dir, 'chromium')
  const fonts = { FONTCONFIG_FILE: path.join(dir, 'fonts.conf') }
  // A bare machine lacks NSS, NSPR and Expat. The package brings them, for a system of another kind, so they come second.
  return [
    { executablePath, env: fonts },
    { executablePath, env: { ...fonts, LD_LIBRARY_PATH: path.join(dir, 'al2023/lib') } },
  ]
}

/** As root on Debian or Ubuntu, the distribution's own. */
export function systemPackage(): BrowserBinary[] {
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return []
  const options = { stdio: 'ignore', env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } } as const
  const packages = ['chromium', 'fonts-liberation']
  const wait = ['-o', 'DPkg::Lock::Timeout=300']
  spawnSync('apt-get', ['update', ...wait], options)
  spawnSync('apt-get', ['install', '-y', '--no-install-recommends', ...wait, ...packages], options)
  return installedBrowsers()
}

function folderOfPackage(name: string): string | undefined {
  try {
    return path.dirname(path.dirname(createRequire(import.meta.url).resolve(name)))
  } catch {
    return undefined
  }
}

/** Unpacked once per version, beside node_modules' other caches, and moved into place when whole. */
function unpacked(packageDir: string): string {
  const { version } = JSON.parse(readFileSync(path.join(packageDir, 'package.json'), 'utf8')) as {
    version: string
  }
  const cache = path.resolve(import.meta.dirname, '../../node_modules/.cache/chromium')
  const dir = path.join(cache, version)
  if (existsSync(dir)) return dir
  const unfinished = path.join(cache, `unfinished-${randomUUID()}`)
  mkdirSync(unfinished, { recursive: true })
  unpackInto(unfinished, path.join(packageDir, 'build/index.js'))
  writeFileSync(path.join(unfinished, 'fonts.conf'), fontConfiguration(path.join(dir, 'fonts/fonts')))
  try {
    renameSync(unfinished, dir)
  } catch {
    rmSync(unfinished, { recursive: true }) // another process was first
  }
  return dir
}

/** The package unpacks into the temporary folder it is told of, and its libraries only where it believes to be at home. */
function unpackInto(folder: string, packageEntry: string): void {
  const script = `const { default: chromium } = await import(process.argv[1]); await chromium.executablePath()`
  const { status, stderr } = spawnSync(
    process.execPath,
    ['--input-type=module', '--eval', script, packageEntry],
    { env: { ...process.env, TMPDIR: folder, AWS_EXECUTION_ENV: '24.x' }, encoding: 'utf8' },
  )
  if (status !== 0) throw new Error(`The browser could not be unpacked: ${stderr}`)
}

/** The machine's own fonts, and the package's for a machine without any. */
function fontConfiguration(folder: string): string {
  return `<?xml version="1.0"?>
<fontconfig>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
  <dir>${folder}</dir>
  <cachedir prefix="xdg">fontconfig</cachedir>
</fontconfig>
`
}
