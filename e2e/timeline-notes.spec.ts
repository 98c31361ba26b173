import type { Page } from '@playwright/test'
import { type Onebill, startOnebill } from './onebill'
import { becomeOwner, expectAccessible, expectNoSidewaysScroll, signIn } from './people'
import { expect, test } from './story'

test.describe.configure({ mode: 'serial' })

let onebill: Onebill

test.beforeAll(async () => {
  test.setTimeout(180_000)
  onebill = await startOnebill()
})

test.afterAll(async () => {
  await onebill?.stop()
})

const TOLD = 'Mei moves to Ultra for the rewrite of the catalogue.'
const list = (page: Page) =>
  page.locator('section', { has: page.getByRole('heading', { name: 'Notes and events' }) })
const strip = (page: Page) => page.getByRole('list', { name: 'Notes and events on the chart' })
const switches = (page: Page) => page.getByRole('navigation', { name: 'Marks on the chart' })

test('a note is begun from a day of the table, stands above its bar and in the list', async ({ page }) => {
  await becomeOwner(page, onebill)
  expect(onebill.commandLine('demo', 'load').status).toBe(0)
  await page.goto(onebill.url)
  await expect(list(page)).toContainText(TOLD)

  await page.getByRole('link', { name: 'Add a note on Wed 18 Nov 2026' }).click()
  const dialog = page.getByRole('dialog', { name: 'Add a note' })
  await expect(dialog.getByLabel('Day', { exact: true })).toHaveValue('2026-11-18')
  await expectAccessible(page)
  await dialog.getByLabel('Note', { exact: true }).fill('The autumn campaign begins')
  await dialog.getByRole('button', { name: 'Save the note' }).click()
  await expect(dialog).toBeHidden()

  await expect(list(page)).toContainText('The autumn campaign begins')
  const mark = strip(page).getByRole('link', { name: /^Wed 18 Nov 2026: .*The autumn campaign begins/ })
  await mark.focus()
  await expect(strip(page).getByText('The autumn campaign begins')).toBeVisible()
  await mark.press('Enter')
  await expect(page).toHaveURL(/#mark-\d+$/)
  await expectAccessible(page)
})

test('it is edited, deleted and brought back', async ({ page }) => {
  await signIn(page, onebill)
  await page.goto(onebill.url)
  await page.getByRole('button', { name: 'Edit the note of 18 Nov 2026' }).click()
  const dialog = page.getByRole('dialog', { name: 'Edit the note' })
  await dialog.getByLabel('Note', { exact: true }).fill('The winter campaign begins')
  await dialog.getByLabel('Until (optional)').fill('2026-11-17')
  await dialog.getByRole('button', { name: 'Save the note' }).click()
  await expect(dialog).toContainText('The last day must not be before the first.')
  await dialog.getByLabel('Until (optional)').fill('2026-11-20')
  await dialog.getByRole('button', { name: 'Save the note' }).click()
  await expect(dialog).toBeHidden()
  await expect(list(page)).toContainText('18 – 20 Nov 2026')
  await expect(list(page)).not.toContainText('autumn')
  await expect(strip(page).getByRole('link', { name: /winter campaign/ })).toHaveCount(3)

  await page.getByRole('button', { name: 'Delete the note of 18 – 20 Nov 2026' }).click()
  await expect(page.getByText('The note is deleted.')).toBeVisible()
  await expect(list(page)).not.toContainText('winter campaign')
  await page.getByRole('button', { name: 'Undo', exact: true }).click()
  await expect(list(page)).toContainText('winter campaign')
  await expect(page.getByText('The note is deleted.')).toBeHidden()
})

test('kinds are switched in the address, which survives a reload', async ({ page }) => {
  await signIn(page, onebill)
  await page.goto(onebill.url)
  await expect(list(page)).not.toContainText('becomes')
  await switches(page)
    .getByRole('link', { name: /^Plans/ })
    .click()
  await expect(list(page)).toContainText('becomes')
  await switches(page)
    .getByRole('link', { name: /^Notes/ })
    .click()
  await expect(list(page)).not.toContainText(TOLD)
  await expect(page).toHaveURL(/marks=/)
  await page.reload()
  await expect(list(page)).toContainText('becomes')
  await expect(list(page)).not.toContainText(TOLD)
  await expect(page.getByRole('button', { name: 'Add a note' })).toBeHidden()
})

test('on a phone and in the dark everything fits, and the list stands without the chart', async ({
  page,
}) => {
  await signIn(page, onebill)
  await page.setViewportSize({ width: 390, height: 844 })
  await page.emulateMedia({ colorScheme: 'dark' })
  await page.goto(`${onebill.url}/?marks=note,price,plan,key,finding,budget&range=90d`)
  await expect(list(page)).toContainText(TOLD)
  await expectNoSidewaysScroll(page)
  await expectAccessible(page)
})
