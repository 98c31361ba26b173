import { GUIDE_SLUGS } from '../lib/domain/guides/guide'
import { listGuides } from '../lib/domain/guides/guide-titles'
import { type Onebill, startOnebill } from './onebill'
import { becomeOwner, expectAccessible, expectNoSidewaysScroll, signIn } from './people'
import { expect, test } from './story'

test.describe.configure({ mode: 'serial' })
test.setTimeout(180_000)

let onebill: Onebill

test.beforeAll(async () => {
  test.setTimeout(120_000)
  onebill = await startOnebill()
})

test.afterAll(async () => {
  await onebill?.stop()
})

const ADDRESSES = [
  '/learn',
  '/learn/words',
  '/learn/calculator',
  ...GUIDE_SLUGS.map((slug) => `/learn/${slug}`),
]
/** What only this installation knows: who it belongs to, their plan, a price entered here. */
const PRIVATE = ['Ada Byron', 'ada@example.com', '$87.65', '87.65', '$6,543.21', '6543.21', 'In your numbers']

test('a new person finds the guide where the question arises, and in it their own numbers', async ({
  page,
}) => {
  await becomeOwner(page, onebill)
  await page.getByRole('link', { name: 'Three pools of money, and the plan’s API credit' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(
    'Three pools of money, and the plan’s API credit',
  )
  const own = page.locator('section', { has: page.getByRole('heading', { name: 'In your numbers' }) })
  await expect(own.getByText('No running plan is entered.').first()).toBeVisible()
  await expect(own).not.toContainText('$')

  const token = onebill.commandLine('token', 'create', '--name', 'owner', '--role', 'owner').stdout.trim()
  const post = (path: string, data: object) =>
    page.request.post(`${onebill.url}/api/v1${path}`, { headers: { authorization: `Bearer ${token}` }, data })
  const plan = await post('/plans', {
    ...{ holder_email: 'ada@example.com', plan: 'max', seats: 1, price: '87.65', currency: 'USD' },
    ...{ price_usd: null, cycle: 'monthly', starts_on: '2026-11-05', ends_on: null, api_credit: null },
  })
  expect(plan.status(), await plan.text()).toBe(201)
  const price = await post('/prices', {
    ...{ model: 'claude-opus-5-5', starts_on: '2026-01-01', input_usd: '6543.21' },
    ...{ output_usd: '6543.21', source: 'our contract' },
  })
  expect(price.status(), await price.text()).toBe(201)
  await page.reload()
  await expect(own.getByText('$87.65')).toBeVisible()
  await expect(own.getByText('entered').first()).toBeVisible()
  await expect(own.getByText('not known').first()).toBeVisible()
  await page.goto(`${onebill.url}/learn/api-keys`)
  await expect(page.getByRole('cell', { name: '$6,543.21' }).first()).toBeVisible()
})

test('guides are found by search and by g n, each reads well', async ({ page }) => {
  await signIn(page, onebill)
  await expect(page.getByRole('heading', { level: 1, name: 'Timeline' })).toBeVisible()
  await page.keyboard.press('g')
  await page.keyboard.press('n')
  await expect(page.getByRole('heading', { level: 1, name: 'Learn' })).toBeVisible()
  await expect(page.getByText('cache read $0.20 → $0.10 a million tokens')).toBeVisible()
  await page.keyboard.press('/')
  await page.getByRole('combobox').fill('auto-reload')
  await page.getByRole('option', { name: /Prepaid credit and auto-reload/ }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Prepaid credit and auto-reload' })).toBeVisible()
  for (const { slug, title } of listGuides()) {
    await page.goto(`${onebill.url}/learn/${slug}`)
    await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible()
    await expect(page.getByRole('heading', { name: 'In your numbers' })).toBeVisible()
    await expect(page.getByRole('main')).not.toContainText(/undefined|NaN|\]\(/)
    await page.getByText(/^The \d+ prices of this page/).click()
    const rows = page.getByRole('region', { name: 'Prices of this page' }).locator('tbody tr')
    for (const row of await rows.all()) await expect(row).toContainText(/\d{4}/)
  }
  await expectAccessible(page)
})

test('the calculator holds its whole state in the address, without script too', async ({ page, browser }) => {
  await signIn(page, onebill)
  await page.goto(`${onebill.url}/learn/calculator`)
  await page.getByLabel('Model').selectOption('claude-sonnet-5-5')
  await page.getByLabel('Way').selectOption('batch')
  await page.getByRole('button', { name: 'Calculate' }).click()
  await expect(page.getByTestId('calculated-total')).toHaveText('$43.75')
  const shared = page.url()
  expect(shared).toContain('model=claude-sonnet-5-5')

  const state = await page.context().storageState()
  const bare = await browser.newContext({ javaScriptEnabled: false, storageState: state })
  const plain = await bare.newPage()
  await plain.goto(shared)
  await expect(plain.getByTestId('calculated-total')).toHaveText('$43.75')
  await plain.getByLabel('Output').fill('a lot')
  await plain.getByRole('button', { name: 'Calculate' }).click()
  await expect(plain.getByText('Not all of it could be read.')).toBeVisible()
  await expect(plain.getByText(/Write millions of tokens such as/)).toBeVisible()
  await expect(plain.getByLabel('Output')).toHaveValue('a lot')
  await expect(plain.getByTestId('calculated-total')).toHaveCount(0)
  await bare.close()

  await page.goto(`${onebill.url}/learn/calculator?model=claude-haiku-4-5&input=1&way=fast&plan=`)
  await expect(page.getByText('This model has no price for fast mode today')).toBeVisible()
  await expect(page.getByRole('main')).not.toContainText('$0.00')
})

test('strangers sign in first, until an owner lets anybody read; then they see nothing private', async ({
  page,
  browser,
}) => {
  const stranger = await browser.newContext()
  const reader = await stranger.newPage()
  for (const address of ADDRESSES) {
    const answer = await stranger.request.get(onebill.url + address, { maxRedirects: 0 })
    expect(answer.status(), address).toBe(307)
    expect(answer.headers().location, address).toContain('/sign-in')
  }

  await signIn(page, onebill)
  await page.goto(`${onebill.url}/settings/security`)
  await page.getByRole('button', { name: 'Let anybody read the guides without signing in' }).click()
  await expect(page.getByText('Anybody who has the address may read the guides')).toBeVisible()

  for (const address of ADDRESSES) {
    const answer = await stranger.request.get(onebill.url + address)
    expect(answer.status(), address).toBe(200)
    const html = await answer.text()
    for (const secret of PRIVATE) expect(html, `${address}: ${secret}`).not.toContain(secret)
  }
  await reader.goto(`${onebill.url}/learn/api-keys`)
  await expect(reader.getByRole('row', { name: /Opus 5\.5/ })).toContainText('$4')
  await expect(reader.getByRole('navigation', { name: 'Sections' })).toHaveCount(0)
  await expectAccessible(reader)
  await reader.setViewportSize({ width: 390, height: 844 })
  for (const address of ADDRESSES) {
    await reader.goto(onebill.url + address)
    await expectNoSidewaysScroll(reader)
  }
  const elsewhere = await stranger.request.get(`${onebill.url}/plans`, { maxRedirects: 0 })
  expect(elsewhere.headers().location).toContain('/sign-in')

  await page.getByRole('button', { name: 'Only for people who sign in' }).click()
  await expect(page.getByText('Only people who sign in can read the guides.')).toBeVisible()
  const again = await stranger.request.get(`${onebill.url}/learn`, { maxRedirects: 0 })
  expect(again.headers().location).toContain('/sign-in')
  await stranger.close()
  await page.goto(`${onebill.url}/settings/audit`)
  const changes = page.getByRole('row', { name: /changed a setting.*guides.public/ })
  await expect(changes).toHaveCount(2)
})
