import type { Page } from '@playwright/test'
import { type Onebill, startOnebill, startSimulator, type Simulator } from './onebill'
import { becomeOwner, connect, expectAccessible, expectNoSidewaysScroll, OWNER, signIn } from './people'
import { expect, test } from './story'

test.describe.configure({ mode: 'serial' })

interface Finding {
  id: string
  rule: string
  severity: string
  state: string
  subject: { type: string; id: string }
  sentence: string
  at_stake_usd: string
  evidence: { url: string }[]
  silent_until: string | null
  owner: string | null
  note: string | null
}

let simulator: Simulator
let onebill: Onebill
let token = ''
let leaked: Finding

test.beforeAll(async () => {
  simulator = await startSimulator('leaked-key')
  onebill = await startOnebill({ ANTHROPIC_BASE_URL: simulator.url })
})

test.afterAll(async () => {
  await onebill?.stop()
  await simulator?.stop()
})

async function rest(path: string, data?: object, bearer = token) {
  const response = await fetch(`${onebill.url}/api/v1/findings${path}`, {
    method: data ? 'POST' : 'GET',
    headers: {
      authorization: `Bearer ${bearer}`,
      'content-type': 'application/json',
      connection: 'close', // the command line blocks longer than an idle connection is kept
    },
    body: data && JSON.stringify(data),
  })
  return { status: response.status, body: (await response.json()) as Finding & { data: Finding[] } }
}

const read = async () => (await rest(`/${leaked.id}`)).body
const highInHeader = (page: Page) => page.getByRole('banner').getByRole('link', { name: /high finding/ })

/** What is chosen and typed into the form where it stands. */
async function say(page: Page, choice: string, more: Record<string, string> = {}) {
  const form = page.locator('form', { has: page.getByLabel('What is to be done') })
  await form.getByLabel('What is to be done').selectOption({ label: choice })
  for (const [label, text] of Object.entries(more)) await form.getByLabel(label).fill(text)
  await form.getByRole('button', { name: choice, exact: true }).click()
}

test('after the first sync every page says how many high findings stand open', async ({ page }) => {
  await becomeOwner(page, onebill)
  await connect(page, simulator.adminKey)
  token = onebill.commandLine('token', 'create', '--name', 'walk', '--role', 'member').stdout.trim()
  const { data } = (await rest('?state=open&severity=high')).body
  expect(data.length).toBeGreaterThan(0)
  const found = data.find(({ rule }) => rule === 'leaked-key')
  expect(found, 'the stolen key is among them').toBeDefined()
  leaked = found as Finding
  for (const path of ['/', '/keys', '/settings'])
    await page
      .goto(onebill.url + path)
      .then(() =>
        expect(highInHeader(page)).toHaveText(`${data.length} high finding${data.length === 1 ? '' : 's'}`),
      )
})

test('the list leads to one, with its evidence, the way out and what the rule is about', async ({ page }) => {
  await signIn(page, onebill)
  await highInHeader(page).click()
  await expect(page).toHaveURL(/\/findings\?severity=high$/)
  await expectAccessible(page)
  await page.getByRole('link', { name: leaked.sentence }).click()
  await expect(page.getByRole('heading', { level: 1, name: leaked.sentence })).toBeVisible()
  await expect(page.getByRole('heading', { name: /^About this rule/ })).toBeVisible()
  await expect(page.getByText('read-only'), 'why the key cannot be stopped here').toBeVisible()
  await expectAccessible(page)
  await page.getByRole('region', { name: 'Evidence' }).getByRole('link').first().click()
  await expect(page).toHaveURL(leaked.evidence[0]?.url ?? '')
  await expect(page.getByRole('region', { name: 'Findings about this key' })).toContainText(leaked.sentence)
})

test('it is acknowledged, taken back, snoozed and expected, and the REST API agrees', async ({ page }) => {
  await signIn(page, onebill)
  const open = Number((await highInHeader(page).textContent())?.match(/\d+/)?.[0])
  await page.goto(`${onebill.url}/findings/${leaked.id}`)

  await say(page, 'Acknowledge', { Note: 'asking Tomás' })
  await expect(page.getByText(`${OWNER.name} acknowledged it`)).toBeVisible()
  await expect(highInHeader(page)).toHaveCount(open > 1 ? 1 : 0)
  expect(await read()).toMatchObject({ state: 'acknowledged', note: 'asking Tomás' })

  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(page.getByText('took the last change back')).toBeVisible()
  await expect(highInHeader(page)).toContainText(`${open} high`)
  expect(await read()).toMatchObject({ state: 'open', note: null })

  await say(page, 'Snooze', { 'Until (UTC day)': '2026-11-25' })
  await expect(page.getByText('Snoozed until 25 Nov 2026').first()).toBeVisible()
  expect(await read()).toMatchObject({ state: 'snoozed', silent_until: '2026-11-25T00:00:00.000Z' })
  await page.goto(`${onebill.url}/findings?tab=silent`)
  await expect(page.getByRole('link', { name: leaked.sentence })).toBeVisible()
  await page.goto(`${onebill.url}/findings/${leaked.id}`)

  await say(page, 'Mark as expected', {
    'Expected until (UTC day)': '2026-12-01',
    'Who answers for it': 'Tomas@Halden.example',
  })
  await expect(page.getByText('Expected until 1 Dec 2026, by tomas@halden.example').first()).toBeVisible()
  expect(await read()).toMatchObject({ state: 'expected', owner: 'tomas@halden.example' })
})

test('by machine the page follows, and who only reads is refused', async ({ page }) => {
  const viewer = onebill.commandLine('token', 'create', '--name', 'reader', '--role', 'viewer').stdout.trim()
  expect((await rest(`/${leaked.id}`, { state: 'open', note: 'x' }, viewer)).status).toBe(403)
  expect((await rest(`/${leaked.id}`, { state: 'snoozed', note: 'x' })).status).toBe(422)
  expect((await rest(`/${leaked.id}`, { state: 'resolved', note: 'key replaced' })).status).toBe(200)
  await signIn(page, onebill)
  await page.goto(`${onebill.url}/findings?tab=resolved`)
  await expect(page.getByRole('row', { name: leaked.sentence })).toContainText('Resolved')
  await expectNoSidewaysScroll(page)
})

test('several at once, and back', async ({ page }) => {
  await signIn(page, onebill)
  await page.goto(`${onebill.url}/findings`)
  const boxes = page.getByRole('checkbox')
  const count = await boxes.count()
  for (let index = 0; index < count; index++) await boxes.nth(index).check()
  const before = (await rest('?state=open&limit=200')).body.data.length
  await page.getByRole('button', { name: 'Acknowledge' }).click()
  await expect(page.getByText(/^Acknowledged/).first()).toBeVisible()
  expect((await rest('?state=open&limit=200')).body.data).toHaveLength(0)
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect.poll(async () => (await rest('?state=open&limit=200')).body.data.length).toBe(before)
})

test('a threshold is changed, marked, and set back', async ({ page }) => {
  await signIn(page, onebill)
  await page.goto(`${onebill.url}/settings/findings#leaked-key`)
  const form = page.locator('#leaked-key')
  await form.getByLabel(/Much is more than so much in an hour/).fill('0,5')
  await form.getByRole('button', { name: 'Save' }).click()
  await expect(form.getByText(/an amount from 0 to 100,000 dollars/).first()).toBeVisible()
  await form.getByLabel(/Much is more than so much in an hour/).fill('12.50')
  await form.getByRole('button', { name: 'Save' }).click()
  await expect(form.getByText('It counts from the next sync on')).toBeVisible()
  await expect(form.getByText('Changed; the default is $5')).toBeVisible()
  await expectAccessible(page)
  await form.getByRole('button', { name: 'Back to the defaults' }).click()
  await expect(form.getByLabel(/Much is more than so much in an hour/)).toHaveValue('5')
})
