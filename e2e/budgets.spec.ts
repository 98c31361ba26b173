import type { Page } from '@playwright/test'
import { type Onebill, startOnebill, startSimulator, type Simulator } from './onebill'
import { becomeOwner, connect, expectAccessible, expectNoSidewaysScroll, signIn } from './people'
import { expect, test } from './story'

test.describe.configure({ mode: 'serial' })

let simulator: Simulator
let onebill: Onebill

test.beforeAll(async () => {
  simulator = await startSimulator('leaked-key')
  onebill = await startOnebill({ ANTHROPIC_BASE_URL: simulator.url })
})

test.afterAll(async () => {
  await onebill?.stop()
  await simulator?.stop()
})

const list = (page: Page) => page.getByRole('list', { name: 'Budgets' })
const section = (page: Page, name: string) =>
  page.locator('section', { has: page.getByRole('heading', { name, exact: true }) })

test('there is none until somebody makes one, and it tells how it stands', async ({ page }) => {
  await becomeOwner(page, onebill)
  await connect(page, simulator.adminKey)
  expect(onebill.commandLine('sync').status).toBe(0)
  await page.goto(`${onebill.url}/budgets`)
  await expect(page.getByRole('heading', { name: 'No budgets yet' })).toBeVisible()
  await expectAccessible(page)

  await page.getByRole('link', { name: 'Make a budget' }).click()
  await page.getByLabel('Name').fill('Captions')
  await page.getByLabel('Amount in US dollars').fill('a lot')
  await page.getByLabel('Only this key').selectOption({ label: 'photo-captions' })
  await page.getByRole('button', { name: 'Make this budget' }).click()
  await expect(page.getByRole('alert').filter({ hasText: 'must be a plain amount' })).toBeVisible()
  await expect(page.getByLabel('Only this key')).not.toHaveValue('')
  await page.getByLabel('Amount in US dollars').fill('100000')
  await page.getByRole('button', { name: 'Make this budget' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Captions' })).toBeVisible()
  await expect(page.getByText('The budget is saved.')).toBeVisible()
  await expect(page.getByRole('main')).toContainText('API use of the key “photo-captions”')
  await expect(page.getByText('Within', { exact: true })).toBeVisible()
  await expect(page.getByText('No threshold was gone over so far.')).toBeVisible()
})

test('an edit exceeds it, its dry run says what it would do, and only words come of it', async ({ page }) => {
  await signIn(page, onebill)
  await page.goto(`${onebill.url}/budgets`)
  await list(page).getByRole('link', { name: 'Captions' }).click()
  await page.getByText('Change this budget').click()
  await page.getByLabel('Amount in US dollars').fill('1.00')
  await page.getByRole('button', { name: 'Save this budget' }).click()
  await expect(page.getByText('Exceeded', { exact: true })).toBeVisible()

  const guard = section(page, 'Guard')
  await expect(guard).toContainText('The guard is off')
  await guard.getByRole('button', { name: 'Begin a dry run' }).click()
  await expect(guard).toContainText('Dry run: the guard only writes down what it would do.')
  expect(onebill.commandLine('sync').status).toBe(0)
  await page.reload()
  await expect(guard.getByRole('list', { name: 'What the guard did' })).toContainText(
    'would have deactivated',
  )
  await expect(section(page, 'History')).toContainText('100 %')
  await expectAccessible(page)
  await page.setViewportSize({ width: 390, height: 844 })
  await expectNoSidewaysScroll(page)
  await page.goto(`${onebill.url}/budgets`)
  await expectNoSidewaysScroll(page)
  await expect(list(page)).toContainText('Guard in dry run')
})

test('deleted it is gone, and it can be brought back', async ({ page }) => {
  await signIn(page, onebill)
  await page.goto(`${onebill.url}/budgets`)
  await list(page).getByRole('link', { name: 'Captions' }).click()
  await page.getByRole('button', { name: 'Delete this budget' }).click()
  await expect(page.getByText('The budget “Captions” was deleted')).toBeVisible()
  await expect(page.getByRole('heading', { name: 'No budgets yet' })).toBeVisible()
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Captions' })).toBeVisible()
})

test('a key on the list is never deactivated by a guard', async ({ page }) => {
  await signIn(page, onebill)
  await page.goto(`${onebill.url}/settings/keys`)
  const card = section(page, 'Never by a guard')
  await card.getByLabel('Key').selectOption({ label: 'photo-captions' })
  await card.getByRole('button', { name: 'Put on the list' }).click()
  await expect(card.getByRole('list')).toContainText('photo-captions')
  await page.goto(`${onebill.url}/budgets`)
  await list(page).getByRole('link', { name: 'Captions' }).click()
  await expect(section(page, 'Guard')).toContainText('stands on the list of keys no guard deactivates')
})
