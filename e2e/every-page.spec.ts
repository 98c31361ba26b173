import path from 'node:path'
import type { Browser, Page } from '@playwright/test'
import { Secret, TOTP } from 'otpauth'
import { DOORS } from '../lib/domain/doors'
import { listDoors } from '../scripts/list-doors.mjs'
import { NOW, type Onebill, startOnebill, startSimulator, type Simulator } from './onebill'
import { accessibilityProblems, becomeOwner, connect, OWNER } from './people'
import { expect, test } from './story'

test.describe.configure({ mode: 'serial' })
test.setTimeout(240_000)

const ROOT = path.resolve(import.meta.dirname, '..')
const PAGES = (listDoors(ROOT) as string[])
  .filter((door) => door.startsWith('page '))
  .map((door) => ({ template: door.slice('page '.length), isPublic: DOORS[door] === 'public' }))
const PRIVATE = PAGES.filter(({ isPublic }) => !isPublic).map(({ template }) => template)
const PUBLIC = PAGES.filter(({ isPublic }) => isPublic).map(({ template }) => template)
/** Beside those of the tree: an address that leads nowhere. */
const NOWHERE = '/nothing-here'

const DESKTOP = { width: 1280, height: 900 }
const PHONE = { width: 390, height: 844 }
const GRACE = { name: 'Grace Hopper', email: 'grace@example.com', password: 'compilers for everybody' }

let simulator: Simulator
let onebill: Onebill
/** Where the pages that no plain address opens are to be found; filled by the story as it goes. */
const addresses = new Map([['/learn/[guide]', '/learn/who-pays']])
let session: Awaited<ReturnType<ReturnType<Page['context']>['cookies']>> = []
let token = ''

test.beforeAll(async () => {
  test.setTimeout(120_000)
  simulator = await startSimulator('team')
  onebill = await startOnebill({ ANTHROPIC_BASE_URL: simulator.url })
})

test.afterAll(async () => {
  await onebill?.stop()
  await simulator?.stop()
})

/** One look at one page, as it is: in light and dark, wide and narrow, with everything opened that folds. */
async function problemsOf(page: Page, address: string): Promise<string[]> {
  await page.setViewportSize(DESKTOP)
  await page.emulateMedia({ colorScheme: 'light' })
  const answer = await page.goto(onebill.url + address)
  if (!answer) return [`${address} was not loaded`]
  const problems: string[] = []
  const say = (what: string, found: string[]) =>
    problems.push(...found.map((text) => `${address}, ${what}: ${text}`))
  const arrived = new URL(page.url())
  if (arrived.pathname !== new URL(onebill.url + address).pathname)
    return [`${address} led to ${arrived.pathname}`]
  const expected = address === NOWHERE ? 404 : 200
  if (answer.status() !== expected) say('status', [`${answer.status()}`])
  if (!/noindex/.test(answer.headers()['x-robots-tag'] ?? '')) say('robots', ['no header says noindex'])
  if (!/private|no-store/.test(answer.headers()['cache-control'] ?? '')) say('caching', ['may be kept'])
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  await expect(page.locator('.animate-pulse'), 'what comes later is there').toHaveCount(0)
  await page.evaluate(() => {
    for (const folded of document.querySelectorAll('details')) folded.open = true
  })
  say('light', await accessibilityProblems(page))
  await page.emulateMedia({ colorScheme: 'dark' })
  await settled(page)
  say('dark', await accessibilityProblems(page))
  await page.setViewportSize(PHONE)
  await expect
    .poll(() => page.evaluate(() => document.documentElement.scrollWidth), { timeout: 3_000 })
    .toBeLessThanOrEqual(PHONE.width)
    .catch((error: Error) => say('on a phone', [error.message]))
  return problems
}

/** Colours that fade over are measured when they have arrived. */
async function settled(page: Page): Promise<void> {
  await page.evaluate(async () => {
    await new Promise(requestAnimationFrame)
    await Promise.allSettled(document.getAnimations().map(({ finished }) => finished))
  })
}

async function look(page: Page, templates: readonly string[]): Promise<void> {
  const problems: string[] = []
  for (const template of templates) {
    const address = template.includes('[') ? addresses.get(template) : (addresses.get(template) ?? template)
    problems.push(
      ...(address ? await problemsOf(page, address) : [`${template}: nobody knows how to open it`]),
    )
  }
  expect(problems).toEqual([])
}

/** One workspace, model and person each, reached as people reach them. */
async function findSubjects(page: Page): Promise<void> {
  const templates = {
    workspace: '/workspaces/[organization]/[workspace]',
    model: '/models/[model]',
    person: '/people/[organization]/[person]',
  }
  for (const [group, template] of Object.entries(templates)) {
    await page.goto(`${onebill.url}/?group=${group}`)
    await page
      .getByRole('link', { name: /^Everything about/ })
      .first()
      .click()
    await expect(page.getByRole('heading', { name: 'Why did it change' })).toBeVisible()
    addresses.set(template, new URL(page.url()).pathname)
  }
}

async function api<T>(method: 'GET' | 'POST', address: string, data?: object): Promise<T> {
  const response = await fetch(`${onebill.url}/api/v1${address}`, {
    method,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: data && JSON.stringify(data),
  })
  if (!response.ok) throw new Error(`${method} ${address}: ${response.status} ${await response.text()}`)
  return (await response.json()) as T
}

const firstId = async (address: string) => (await api<{ data: { id: string }[] }>('GET', address)).data[0]?.id

async function tokenOfInvitation(email: string): Promise<string> {
  const { url } = await api<{ url: string }>('POST', '/people/invitations', { email, role: 'admin' })
  return new URL(url).pathname
}

async function joinAs(browser: Browser, address: string): Promise<void> {
  const context = await browser.newContext()
  const page = await context.newPage()
  await page.goto(onebill.url + address)
  await page.getByLabel('Your name').fill(GRACE.name)
  await page.getByLabel('Password').fill(GRACE.password)
  await page.getByRole('button', { name: 'Join' }).click()
  await expect(page).toHaveURL(`${onebill.url}/`)
  await context.close()
}

test('before anything is there', async ({ page }) => {
  const link = new URL(onebill.signInLink)
  expect(await problemsOf(page, '/sign-in')).toEqual([])
  expect(await problemsOf(page, link.pathname + link.search)).toEqual([])
  await becomeOwner(page, onebill)
  session = await page.context().cookies()
  await look(
    page,
    PRIVATE.filter((template) => !template.includes('[')),
  )
})

test('with an organisation, plans and people', async ({ page, browser }) => {
  await page.context().addCookies(session)
  await page.goto(`${onebill.url}/start`)
  await connect(page, simulator.adminKey)
  token = onebill.commandLine('token', 'create', '--name', 'walk', '--role', 'owner').stdout.trim()
  await simulator.control({ restate: { day: '2026-11-20', percent: 90, usage: true } })
  expect(onebill.commandLine('sync').status).toBe(0)
  addresses.set('/restatements/[id]', `/restatements/${await firstId('/revisions')}`)
  addresses.set('/findings/[id]', `/findings/${await firstId('/findings')}`)
  const plan = await api<{ id: string }>('POST', '/plans', {
    holder_email: OWNER.email,
    plan: 'max',
    price: '100',
    cycle: 'monthly',
    starts_on: '2026-10-15',
  })
  addresses.set('/plans/[id]', `/plans/${plan.id}`)
  const budget = await api<{ id: string }>('POST', '/budgets', {
    ...{ name: 'All of it', scope: {}, amount: '100.00', period: 'month' },
  })
  addresses.set('/budgets/[id]', `/budgets/${budget.id}`)
  addresses.set('/review/[period]', '/review/2026-W46')
  await page.goto(`${onebill.url}/keys`)
  addresses.set(
    '/keys/[organization]/[key]',
    (await page.locator('#keys tbody a').first().getAttribute('href')) ?? '',
  )
  await findSubjects(page)
  await joinAs(browser, await tokenOfInvitation(GRACE.email))
  addresses.set('/join/[token]', await tokenOfInvitation('alan@example.com'))
  await page.goto(`${onebill.url}/settings/people`)
  await page.getByRole('link', { name: GRACE.name }).click()
  await expect(page.getByRole('heading', { level: 1, name: GRACE.name })).toBeVisible()
  addresses.set('/settings/people/[id]', new URL(page.url()).pathname)
  await page.getByRole('button', { name: 'Make a link for a new password' }).click()
  const reset = (await page.getByText(/\/reset\//).textContent()) ?? ''
  addresses.set('/reset/[token]', new URL(reset).pathname)
  await page.goto(`${onebill.url}/settings/security`)
  await page.getByRole('button', { name: 'Set up two-factor' }).click()
  const otpauth = await page.getByRole('link', { name: 'open it on this device' }).getAttribute('href')
  const secret = Secret.fromBase32(new URL(otpauth ?? '').searchParams.get('secret') ?? '')
  await page
    .getByLabel('Code', { exact: true })
    .fill(new TOTP({ secret }).generate({ timestamp: Date.parse(NOW) }))
  await page.getByRole('button', { name: 'Turn it on' }).click()
  await expect(page.getByText('Keep these recovery codes')).toBeVisible()
  await look(page, [...PRIVATE, NOWHERE])
})

test('with what opens on the timeline', async ({ page }) => {
  await page.context().addCookies(session)
  await page.goto(onebill.url)
  await expect(page.locator('.recharts-surface').first()).toBeVisible()
  const menus = page.locator('button[popovertarget]').filter({ visible: true })
  const problems: string[] = []
  for (let index = 0; index < (await menus.count()); index++) {
    await menus.nth(index).click({ force: true }) // what cannot be chosen opens its reason
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme })
      await settled(page)
      problems.push(...(await accessibilityProblems(page)))
    }
    await page.keyboard.press('Escape')
  }
  expect(await menus.count()).toBeGreaterThan(1)
  expect(problems).toEqual([])
})

test('with the demo', async ({ page }) => {
  await page.context().addCookies(session)
  expect(onebill.commandLine('demo', 'load').status).toBe(0)
  await page.goto(`${onebill.url}/settings/connections`)
  await page.getByRole('button', { name: 'Look at the demo' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Timeline' })).toBeVisible()
  await page.goto(`${onebill.url}/plans`)
  const told = page.getByRole('region', { name: 'Plans' }).getByRole('link').first()
  addresses.set('/plans/[id]', (await told.getAttribute('href')) ?? '')
  await page.goto(`${onebill.url}/budgets`)
  const toldBudget = page.getByRole('list', { name: 'Budgets' }).getByRole('link').nth(1)
  addresses.set('/budgets/[id]', (await toldBudget.getAttribute('href')) ?? '')
  await page.goto(`${onebill.url}/keys`)
  addresses.set(
    '/keys/[organization]/[key]',
    (await page.locator('#keys tbody a').first().getAttribute('href')) ?? '',
  )
  addresses.set('/findings/[id]', `/findings/${await firstId('/findings?data=demo')}`)
  await findSubjects(page)
  await look(page, PRIVATE)
})

test('for strangers', async ({ page }) => {
  const link = new URL(onebill.commandLine('sign-in-link').stdout.match(/http\S+/)?.[0] ?? '')
  addresses.set('/welcome', link.pathname + link.search)
  await look(page, [...PUBLIC.filter((template) => template !== '/sign-in/code'), NOWHERE])
  await page.goto(`${onebill.url}/sign-in`)
  await page.getByLabel('E-mail').fill(OWNER.email)
  await page.getByLabel('Password').fill(OWNER.password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page.getByRole('heading', { name: 'One more step' })).toBeVisible()
  await look(page, ['/sign-in/code'])
})
