import { type Onebill, startOnebill } from './onebill'
import { becomeOwner, expectAccessible, signIn } from './people'
import { expect, test } from './story'

test.describe.configure({ mode: 'serial' })

let onebill: Onebill

test.beforeAll(async () => {
  onebill = await startOnebill()
})

test.afterAll(async () => {
  await onebill?.stop()
})

test('somebody with only a plan sees it on the timeline', async ({ page }) => {
  await becomeOwner(page, onebill)
  await page.getByRole('link', { name: 'Enter a plan' }).click()
  await page.getByLabel('Plan', { exact: true }).selectOption('max')
  await page.getByRole('main').getByLabel('First day').fill('2026-10-15')
  await expect(page.getByLabel(/^Price/)).toHaveValue(/100/)
  await expectAccessible(page)
  await page.getByLabel(/^Price/).fill('100,00')
  await page.getByRole('button', { name: /^(Add|Enter|Save)/ }).click()
  await expect(
    page
      .getByRole('alert')
      .filter({ hasText: /100\.00|decimal point|point/ })
      .first(),
  ).toBeVisible()
  await expect(page.getByRole('main').getByLabel('First day')).toHaveValue('2026-10-15')
  await page.getByLabel(/^Price/).fill('100.00')
  await page.getByRole('button', { name: /^(Add|Enter|Save)/ }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Timeline' })).toBeVisible()
  await expect(
    page.getByText('API usage is billed separately and is not part of this plan').first(),
  ).toBeVisible()

  await page.goto(`${onebill.url}/?from=2026-10-15&until=2026-11-14`)
  const fees = page.locator('section', { has: page.getByRole('heading', { name: /Plan fees/ }) }).first()
  await expect(fees).toContainText('$100.00')
  await expect(
    page.getByText('API usage is billed separately and is not part of this plan').first(),
  ).toBeVisible()
  await page.goto(`${onebill.url}/?from=2026-10-15&until=2026-11-14&basis=charged`)
  await expect(fees).toContainText('$100.00')
})

test('a change never rewrites the past, and a deleted plan comes back', async ({ page }) => {
  await signIn(page, onebill)
  await page.goto(`${onebill.url}/?from=2026-10-15&until=2026-11-15`)
  const byDay = page.getByRole('region', { name: 'By day' })
  const before = await byDay.locator('tbody tr').first().textContent()

  await page.goto(`${onebill.url}/plans`)
  await page.getByRole('region', { name: 'Plans' }).getByRole('link').first().click()
  await page.getByText('Add a change of plan, seats or price').click()
  await page.getByLabel('Day of the change').fill('2026-11-20')
  await page.getByLabel('Plan', { exact: true }).first().selectOption('ultra')
  await page
    .getByLabel(/^Price/)
    .first()
    .fill('200')
  await page.getByRole('button', { name: 'Add this change' }).click()
  // (200 − 100) × 24 of 30 days left of the cycle that began on 15 November
  await expect(page.getByRole('region', { name: 'Charges' })).toContainText('$80.00')

  await page.goto(`${onebill.url}/?from=2026-10-15&until=2026-11-15`)
  expect(await byDay.locator('tbody tr').first().textContent()).toBe(before)

  await page.goto(`${onebill.url}/plans`)
  await page.getByRole('region', { name: 'Plans' }).getByRole('link').first().click()
  await page.getByRole('button', { name: /^Delete this plan/ }).click()
  await page.getByRole('button', { name: /Undo|Bring/ }).click()
  await expect(page.getByRole('region', { name: 'Plans' })).toContainText('ada@example.com')
})
