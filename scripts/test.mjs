/**
 * `npm test`: everything CI runs. `--quick` (`npm run verify`): the part without database and browser.
 * The last line is `N passed, N failed`: one for each static step, one for each test of Vitest and Playwright.
 */
import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { build } from './build.mjs'
import { ROOT } from './checkout.mjs'
import { ExpectedFailure } from './expected-failure.mjs'
import { generateClient } from './generate-client.mjs'
import { install, requireNode } from './install.mjs'

const QUICK = process.argv.includes('--quick')
/** By content, so that a fresh checkout of the same files counts as the same. */
const CACHED = ['--cache', '--cache-strategy', 'content']
const ESLINT_CACHE = ['--cache-location', path.join('node_modules', '.cache', 'eslint', path.sep)]
const reports = mkdtempSync(path.join(tmpdir(), 'onebill-reports-'))
const counts = { passed: 0, failed: 0 }

const bin = (name, file) => [process.execPath, path.join(ROOT, 'node_modules', name, file)]
const TOOLS = {
  prettier: bin('prettier', 'bin/prettier.cjs'),
  eslint: bin('eslint', 'bin/eslint.js'),
  next: bin('next', 'dist/bin/next'),
  tsc: bin('typescript', 'bin/tsc'),
  knip: bin('knip', 'bin/knip.js'),
  vitest: bin('vitest', 'vitest.mjs'),
  playwright: bin('@playwright/test', 'cli.js'),
}

try {
  await main()
} catch (error) {
  counts.failed += 1
  console.error(error instanceof ExpectedFailure ? error.message : error)
} finally {
  rmSync(reports, { recursive: true, force: true })
}
console.log(`${counts.passed} passed, ${counts.failed} failed`)
process.exit(counts.failed > 0 ? 1 : 0)

async function main() {
  requireNode()
  await install(ROOT)
  await generateClient(ROOT)
  await step('route types', [[...TOOLS.next, 'typegen']])
  await Promise.all([
    step('format', [[...TOOLS.prettier, '--check', '--log-level', 'warn', ...CACHED, '.']]),
    step('lint', [[...TOOLS.eslint, '--max-warnings', '0', ...CACHED, ...ESLINT_CACHE, '.']]),
    step('types', [[...TOOLS.tsc, '--noEmit']]),
    step('unused code', [[...TOOLS.knip]]),
  ])
  await vitest('unit tests', 'unit')
  if (QUICK) return
  await vitest('database tests', 'db')
  await build(ROOT)
  counts.passed += 1
  await playwright()
}

/** Runs commands one after the other; true when all went well. Prints their output only when one did not. */
async function step(name, commands, { env = {}, counted = true } = {}) {
  const startedAt = performance.now()
  let output = ''
  for (const [program, ...args] of commands) {
    const { code, text } = await run(program, args, env)
    output += text
    if (code !== 0) {
      console.log(`✗ ${name} ${seconds(startedAt)}\n${output}`)
      if (counted) counts.failed += 1
      return false
    }
  }
  console.log(`✓ ${name} ${seconds(startedAt)}`)
  if (counted) counts.passed += 1
  return true
}

async function vitest(name, project) {
  const report = path.join(reports, `${project}.json`)
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
  const ok = await step(name, [[...TOOLS.vitest, 'run', '--project', project, ...reporters]], {
    counted: false,
  })
  const told = readReport(report)
  add(told?.numPassedTests ?? 0, told?.numFailedTests ?? 0, ok)
}

async function playwright() {
  const { findBrowser } = await import('./find-browser.mjs')
  const browser = await findBrowser((what) => console.log(`… ${what}`))
  const report = path.join(reports, 'browser.json')
  const env = { ONEBILL_BROWSER: browser, ONEBILL_TEST_REPORT: report }
  const ok = await step('browser stories', [[...TOOLS.playwright, 'test']], { env, counted: false })
  const told = readReport(report)
  for (const figures of figuresOf(told ?? undefined)) console.log(figures)
  const { expected = 0, flaky = 0, unexpected = 0 } = told?.stats ?? {}
  add(expected, unexpected + flaky, ok)
}

/** What stories measured and told (e2e/story.ts): shown also when all went well. */
function figuresOf({ suites = [], specs = [] } = {}) {
  const annotations = specs.flatMap(({ tests }) => tests.flatMap((test) => test.annotations))
  const own = annotations.filter(({ type }) => type === 'figures').map(({ description }) => description)
  return [...own, ...suites.flatMap(figuresOf)]
}

/** A runner that failed without a failed test (it crashed, or ran nothing) counts as one failure. */
function add(passed, failed, ok) {
  counts.passed += passed
  counts.failed += failed
  if (failed === 0 && (!ok || passed === 0)) counts.failed += 1
}

function readReport(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : null
}

function run(program, args, env) {
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      cwd: ROOT,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        ...process.env,
        TZ: 'Pacific/Auckland',
        NEXT_TELEMETRY_DISABLED: '1',
        FORCE_COLOR: '0',
        NO_COLOR: '1',
        ...env,
      },
    })
    let text = ''
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (text += chunk))
    child.once('error', (error) => resolve({ code: 1, text: `${text}${error.message}\n` }))
    child.once('close', (code) => resolve({ code, text }))
  })
}

function seconds(startedAt) {
  return `${((performance.now() - startedAt) / 1000).toFixed(1)} s`
}
