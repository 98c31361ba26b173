import { type Onebill, startOnebill, startSimulator, type Simulator } from './onebill'
import { becomeOwner, connect, expectAccessible, expectNoSidewaysScroll, signIn } from './people'
import { expect, test } from './story'

test.describe.configure({ mode: 'serial' })

let simulator: Simulator
let onebill: Onebill

test.beforeAll(async () => {
  simulator = await startSimulator('team')
  onebill = await startOnebill({ ANTHROPIC_BASE_URL: simulator.url })
})

test.afterAll(async () => {
  await onebill?.stop()
  await simulator?.stop()
})

test('without a mouse: a key is found, the range is changed, help is read', async ({ page }) => {
  await becomeOwner(page, onebill)
  await connect(page, simulator.adminKey)
  await page.goto(`${onebill.url}/?range=90d`)
  const range = page.getByRole('button', { name: /^Range:/ })
  await expect(range).toHaveText(/Last 90 days/)

  const field = page.getByRole('combobox', { name: 'Search' })
  await expect(async () => {
    await page.keyboard.press('/')
    await expect(field).toBeFocused({ timeout: 2_000 })
  }, 'keys are heard as soon as the page has come alive').toPass()
  await expectAccessible(page)
  await field.fill('billing')
  const found = page.getByRole('group', { name: 'API keys' }).getByRole('option', { name: /billing-service/ })
  await expect(found).toHaveAttribute('aria-selected', 'true')
  await expectAccessible(page)
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/\/keys\/[\w-]+\/apikey_\w+\?range=90d$/)
  await expect(page.getByRole('heading', { level: 1, name: 'billing-service' })).toBeVisible()

  await page.getByRole('link', { name: 'Open on the timeline' }).press('Enter')
  await expect(page.getByRole('link', { name: 'Remove filter key: billing-service' })).toBeVisible()

  await page.keyboard.press('1')
  await expect(page).toHaveURL(/\?range=7d&.*key=apikey_/)
  await expect(range).toHaveText(/Last 7 days/)

  await page.keyboard.press('?')
  const help = page.getByRole('dialog', { name: 'Help' })
  await expect(help).toContainText('Last 7 days, on the timeline')
  await expectAccessible(page)
  await page.keyboard.press('1')
  await page.keyboard.press('Escape')
  await expect(help).toBeHidden()

  await page.keyboard.press('g')
  await page.keyboard.press('p')
  await expect(page).toHaveURL(`${onebill.url}/plans`)
})

test('what is typed is text, and keys that are switched off stay off', async ({ page }) => {
  await signIn(page, onebill)
  await page.goto(onebill.url)
  await page.getByRole('button', { name: 'Search' }).click()
  const field = page.getByRole('combobox', { name: 'Search' })
  await field.pressSequentially('?1gp/%')
  await expect(field).toHaveValue('?1gp/%')
  await expect(page.getByText('Nothing is called “?1gp/%”.')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page).toHaveURL(`${onebill.url}/`)

  await page.keyboard.press('?')
  await page.getByLabel('Use these keys in this browser').uncheck()
  await page.keyboard.press('Escape')
  await page.reload()
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  await page.keyboard.press('/')
  await page.keyboard.press('1')
  await page.getByRole('button', { name: 'Help and keys' }).click()
  await expect(page.getByRole('dialog', { name: 'Help' })).toBeVisible()
  await expect(field).toBeHidden()
  await expect(page).toHaveURL(`${onebill.url}/`)
})

test('the range leads to the timeline from elsewhere, also on a phone', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 })
  await signIn(page, onebill)
  await page.goto(`${onebill.url}/plans`)
  await page.getByRole('button', { name: /Range$/ }).click()
  await expectNoSidewaysScroll(page)
  await page.getByRole('link', { name: /Year to date/ }).click()
  await expect(page).toHaveURL(`${onebill.url}/?range=ytd`)
  await page.getByRole('button', { name: /^Range:/ }).click()
  await page.getByLabel('First day').fill('2026-10-01')
  await page.getByLabel('Last day').fill('2026-10-31')
  await page.getByRole('button', { name: 'Show' }).click()
  await expect(page.getByRole('button', { name: /^Range:/ })).toHaveText(/1 – 31 Oct 2026/)
  await expectAccessible(page)
})
