import { readFileSync } from 'node:fs'
import type { Page } from '@playwright/test'
import { type Onebill, startOnebill, startSimulator, type Simulator } from './onebill'
import { becomeOwner, connect, expectAccessible, expectNoSidewaysScroll, signIn } from './people'
import { expect, test } from './story'

test.describe.configure({ mode: 'serial' })

const NAMES = [
  `it's "quoted", twice`,
  '<img src=x onerror="document.title=\'broken\'">',
  '🦊 nightly 👩‍👩‍👧',
  'مفتاح الفوترة',
  'x'.repeat(200),
  '=HYPERLINK("http://example.com")',
  'two of one name',
  'two of one name',
]

let simulator: Simulator
let onebill: Onebill
let keys: { id: string; name: string }[]

test.beforeAll(async () => {
  simulator = await startSimulator('team')
  onebill = await startOnebill({ ANTHROPIC_BASE_URL: simulator.url })
  const { data } = (await atAnthropic('api_keys?status=active&limit=100')) as { data: typeof keys }
  keys = NAMES.map((name, index) => ({ id: data[index]?.id ?? '', name }))
  for (const { id, name } of keys) await atAnthropic(`api_keys/${id}`, { name })
})

test.afterAll(async () => {
  await onebill?.stop()
  await simulator?.stop()
})

async function atAnthropic(path: string, body?: object): Promise<unknown> {
  const headers = { 'x-api-key': simulator.adminKey, 'anthropic-version': '2026-10-21' }
  const response = await fetch(`${simulator.url}/v1/organizations/${path}`, {
    ...{ method: body ? 'POST' : 'GET' },
    headers: { ...headers, 'content-type': 'application/json' },
    ...(body && { body: JSON.stringify(body) }),
  })
  if (!response.ok) throw new Error(await response.text())
  return response.json()
}

const rowOf = (page: Page, id: string) =>
  page.locator('#keys tbody tr', { has: page.locator(`input[value="${simulator.organizationId} ${id}"]`) })

test('keys of any name stand in the list, on their pages and in the CSV, and do nothing', async ({
  page,
}) => {
  await becomeOwner(page, onebill)
  await connect(page, simulator.adminKey)
  for (const width of [1280, 390]) {
    await page.setViewportSize({ width, height: 900 })
    await page.goto(`${onebill.url}/keys`)
    for (const { id, name } of keys)
      await expect(rowOf(page, id).getByRole('link', { name, exact: true })).toBeVisible()
    await expect(page).toHaveTitle(/Keys/)
    await expectNoSidewaysScroll(page)
  }
  await page.setViewportSize({ width: 1280, height: 900 })
  await expectAccessible(page)
  const downloading = page.waitForEvent('download')
  await page.getByRole('link', { name: 'Download CSV' }).click()
  const csv = readFileSync(await (await downloading).path(), 'utf8')
  for (const { id, name } of keys) {
    const cell = name.startsWith('=') ? `'${name}` : name
    const quoted = /[",]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell
    expect(csv).toContain(`\r\n${quoted},${id},`)
  }
  for (const { id, name } of keys) {
    await page.goto(`${onebill.url}/keys/${simulator.organizationId}/${id}`)
    await expect(page.getByRole('heading', { name, exact: true, level: 1 })).toBeVisible()
    await expectNoSidewaysScroll(page)
  }
  await page.setViewportSize({ width: 390, height: 900 })
  await expectNoSidewaysScroll(page)
  await expectAccessible(page)
})

test('a key is given an owner and a tag, seen on the timeline, and the saying is taken back', async ({
  page,
}) => {
  await signIn(page, onebill)
  const [, markup] = keys
  await page.goto(`${onebill.url}/keys/${simulator.organizationId}/${markup?.id}`)
  const card = page.locator('section', { has: page.getByRole('heading', { name: 'Owner and purpose' }) })
  await card.getByRole('button', { name: 'Owner and purpose' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Owner').fill('nobody')
  await dialog.getByLabel('Tags').fill('none')
  await dialog.getByRole('button', { name: 'Save' }).click()
  await expect(dialog.getByRole('alert').first()).toContainText('e-mail')
  await dialog.getByLabel('Owner').fill('grace@example.com')
  await dialog.getByRole('button', { name: 'Save' }).click()
  await expect(dialog.getByRole('alert').first()).toContainText('stands for something else')
  await dialog.getByLabel('Tags').fill('nightly, <b>')
  await dialog.getByLabel('Holds').selectOption('always')
  await expectAccessible(page)
  await dialog.getByRole('button', { name: 'Save' }).click()
  await expect(card).toContainText('Last said by Ada Byron')
  await expect(card).toContainText('since always')
  await page.goto(`${onebill.url}/?group=tag`)
  await expect(
    page
      .getByRole('cell', { name: '<b> + nightly' })
      .or(page.getByRole('rowheader', { name: '<b> + nightly' })),
  ).toBeVisible()
  await page.goto(`${onebill.url}/?group=owner`)
  await expect(
    page.getByText('has no owner').or(page.getByText('grace@example.com').first()).first(),
  ).toBeVisible()
  await page.goto(`${onebill.url}/keys/${simulator.organizationId}/${markup?.id}`)
  await card.getByRole('button', { name: 'Undo' }).click()
  await expect(card).not.toContainText('Last said by')
})

test('what is ticked stays ticked and summed in the address, wherever the list goes', async ({ page }) => {
  await signIn(page, onebill)
  await page.goto(`${onebill.url}/keys`)
  const [quoted, , fox] = keys
  const box = (key?: { id: string }) => rowOf(page, key?.id ?? '').getByRole('checkbox')
  await box(quoted).check()
  await box(fox).check()
  const bar = page.getByRole('status').filter({ hasText: 'selected' })
  await expect(bar).toContainText('2 keys selected:')
  const [amount = ''] = /\$[\d.,]+/.exec(await bar.innerText()) ?? []
  await expect(page).toHaveURL(/picked=\w+%2C\w+/)
  await page.reload()
  for (const key of [quoted, fox]) await expect(box(key)).toBeChecked()
  await expect(bar).toContainText(amount)

  await page.getByRole('link', { name: 'In total' }).click()
  await expect(page).toHaveURL(/sort=/)
  await expect(bar).toContainText('2 keys selected:')
  await page.getByRole('searchbox', { name: 'Search' }).fill('nightly')
  await page.getByRole('button', { name: 'Show', exact: true }).click()
  await expect(page).toHaveURL(/q=nightly/)
  await expect(bar).toContainText('2 keys selected, 1 of them not on this page:')
  await expect(bar).toContainText(amount)
  await box(fox).uncheck()
  await expect(bar).toContainText('1 key selected, 1 of them not on this page:')
  await bar.getByRole('button', { name: 'Clear' }).click()
  await expect(bar).toBeHidden()
  await expect(page).not.toHaveURL(/picked=/)
})

test('several keys are told what they are for at once, and it is taken back', async ({ page }) => {
  await signIn(page, onebill)
  await page.goto(`${onebill.url}/keys`)
  const [quoted, , fox] = keys
  for (const key of [quoted, fox])
    await rowOf(page, key?.id ?? '')
      .getByRole('checkbox')
      .check()
  await page.getByRole('button', { name: 'Owner and purpose' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Application').fill('Billing')
  await expectAccessible(page)
  await dialog.getByRole('button', { name: 'Save' }).click()
  await expect(dialog).toContainText('Saved for 2 keys.')
  await dialog.getByRole('button', { name: 'Undo' }).click()
  await expect(dialog).toContainText('Taken back: 2 keys as before.')
})

test('a rule shows what it catches before it is saved, and is taken back with what it said', async ({
  page,
}) => {
  await signIn(page, onebill)
  await page.goto(`${onebill.url}/keys/rules`)
  await page.getByLabel('Name of the key').fill('TWO of*')
  await page.getByLabel('Cost centre').fill('4711')
  await page.getByRole('button', { name: 'See what it catches' }).click()
  await expect(page.getByRole('heading', { name: 'It catches 2 keys' })).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Save the rule and change 2 keys' }).click()
  await expect(page.getByText('“TWO of*” is saved: 2 keys changed.')).toBeVisible()
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(page.getByText('The rule is taken back: 2 keys as before.')).toBeVisible()
  await expect(page.getByText('No rules yet')).toBeVisible()
})
