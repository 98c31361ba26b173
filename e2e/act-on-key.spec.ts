import type { Page } from '@playwright/test'
import { type Onebill, startOnebill, startSimulator, type Simulator } from './onebill'
import { becomeOwner, connect, expectAccessible, expectNoSidewaysScroll, signIn } from './people'
import { expect, test } from './story'

test.describe.configure({ mode: 'serial' })

let simulator: Simulator
let onebill: Onebill
let key: { id: string; name: string }

test.beforeAll(async () => {
  simulator = await startSimulator('team')
  onebill = await startOnebill({ ANTHROPIC_BASE_URL: simulator.url })
  const { data } = (await atAnthropic('api_keys?status=active&limit=1')) as { data: (typeof key)[] }
  if (!data[0]) throw new Error('the story has no active key')
  key = data[0]
})

test.afterAll(async () => {
  await onebill?.stop()
  await simulator?.stop()
})

async function atAnthropic(path: string): Promise<unknown> {
  const headers = { 'x-api-key': simulator.adminKey, 'anthropic-version': '2026-10-21' }
  const response = await fetch(`${simulator.url}/v1/organizations/${path}`, { headers })
  if (!response.ok) throw new Error(await response.text())
  return response.json()
}

const statusAtAnthropic = async () => ((await atAnthropic(`api_keys/${key.id}`)) as { status: string }).status
const openKey = (page: Page) => page.goto(`${onebill.url}/keys/${simulator.organizationId}/${key.id}`)
const card = (page: Page) =>
  page.locator('section', { has: page.getByRole('heading', { name: 'Change at Anthropic' }) })

async function deactivate(page: Page, reason: string) {
  await card(page).getByRole('button', { name: 'Deactivate', exact: true }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Reason').fill(reason)
  await dialog.getByRole('button', { name: 'Deactivate' }).click()
  await expect(dialog).toBeHidden()
}

test('a new connection is read-only: the page says so, and how to switch', async ({ page }) => {
  await becomeOwner(page, onebill)
  await connect(page, simulator.adminKey)
  await openKey(page)
  await expect(card(page)).toContainText(/read-only.*Settings → Connections/)
  await expect(card(page).getByRole('button')).toHaveCount(0)
  await card(page).getByRole('link', { name: 'Connections' }).click()
  await page.getByRole('switch', { name: 'Read-only' }).click()
  await expect(page.getByRole('switch', { name: 'Read-only' })).not.toBeChecked()
})

test('deactivate, see it at Anthropic, undo, and find it all in the audit log', async ({ page }) => {
  await signIn(page, onebill)
  await openKey(page)
  await card(page).getByRole('button', { name: 'Deactivate', exact: true }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog).toContainText('Last 7 days')
  await expect(dialog).toContainText('Stopping it saves')
  await expectAccessible(page)
  await dialog.getByRole('button', { name: 'Deactivate' }).click()
  await expect(dialog).toBeVisible()
  expect(await statusAtAnthropic()).toBe('active')
  await page.keyboard.press('Escape')

  await deactivate(page, 'no longer needed')
  await expect(card(page)).toContainText('Deactivated, confirmed by Anthropic')
  expect(await statusAtAnthropic()).toBe('inactive')
  await expectAccessible(page)

  await card(page).getByRole('button', { name: 'Undo: reactivate' }).click()
  await expect(card(page)).toContainText('Reactivated, confirmed by Anthropic')
  expect(await statusAtAnthropic()).toBe('active')

  await page.goto(`${onebill.url}/settings/audit`)
  const rows = page.getByRole('row')
  await expect(rows.filter({ hasText: 'Ada Byron changed a key at Anthropic' })).toHaveCount(2)
  await expect(rows.filter({ hasText: 'Ada Byron set out to change a key at Anthropic' })).toHaveCount(2)
})

test('Anthropic failing leaves “not confirmed” until somebody looks again', async ({ page }) => {
  await signIn(page, onebill)
  await openKey(page)
  const cut = { action: { kind: 'cut-before-answer' }, times: null }
  const after = { action: { kind: 'status', status: 500, after: true }, method: 'POST', times: null }
  await simulator.control({ faults: [after, { ...cut, method: 'GET', path: 'api_keys' }] })
  await deactivate(page, 'while Anthropic is down')
  await expect(card(page)).toContainText('not confirmed. Last known: active')
  await simulator.control({ clearFaults: true })
  expect(await statusAtAnthropic()).toBe('inactive')
  await card(page).getByRole('button', { name: 'Look again' }).click()
  await expect(card(page)).toContainText('Deactivated, confirmed by Anthropic')
  await page.setViewportSize({ width: 390, height: 844 })
  await expectNoSidewaysScroll(page)
})

test('several at once: one confirmation that lists each, and a result for each', async ({ page }) => {
  await signIn(page, onebill)
  await page.goto(`${onebill.url}/keys?status=active`)
  const boxes = page.getByRole('checkbox', { name: /^Select / })
  const names = await Promise.all(
    [0, 1].map(async (index) => {
      await boxes.nth(index).check()
      return (await boxes.nth(index).getAttribute('aria-label'))?.replace('Select ', '') ?? ''
    }),
  )
  await page.getByRole('button', { name: 'Change at Anthropic' }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog.getByRole('list', { name: 'Keys to be changed' }).getByRole('listitem')).toHaveText(
    names,
  )
  await dialog.getByLabel('Reason').fill('spring clean')
  await expectAccessible(page)
  await dialog.getByRole('button', { name: 'Deactivate 2 keys' }).click()
  await expect(dialog).toContainText('2 of 2 confirmed by Anthropic.')
  for (const name of names) await expect(dialog).toContainText(`${name}: inactive, confirmed`)
})
