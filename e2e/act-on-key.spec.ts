import type { Browser, Page } from '@playwright/test'
import { type MailServer, startMailServer } from './mail-server'
import { type Onebill, startOnebill, startSimulator, type Simulator } from './onebill'
import { becomeOwner, connect, expectAccessible, expectNoSidewaysScroll, signIn } from './people'
import { expect, test } from './story'

test.describe.configure({ mode: 'serial' })

let simulator: Simulator
let onebill: Onebill
let mail: MailServer
let key: { id: string; name: string }

test.beforeAll(async () => {
  simulator = await startSimulator('team')
  mail = await startMailServer()
  onebill = await startOnebill({ ANTHROPIC_BASE_URL: simulator.url, SMTP_URL: mail.url })
  const { data } = (await atAnthropic('api_keys?status=active&limit=1')) as { data: (typeof key)[] }
  if (!data[0]) throw new Error('the story has no active key')
  key = data[0]
})

test.afterAll(async () => {
  await onebill?.stop()
  await simulator?.stop()
  await mail?.stop()
})

async function atAnthropic(path: string): Promise<unknown> {
  const headers = { 'x-api-key': simulator.adminKey, 'anthropic-version': '2026-10-21' }
  const response = await fetch(`${simulator.url}/v1/organizations/${path}`, { headers })
  if (!response.ok) throw new Error(await response.text())
  return response.json()
}

const statusAtAnthropic = async () => ((await atAnthropic(`api_keys/${key.id}`)) as { status: string }).status
const openKey = (page: Page) => page.goto(`${onebill.url}/keys/${simulator.organizationId}/${key.id}`)
const section = (page: Page, name: string) =>
  page.locator('section', { has: page.getByRole('heading', { name, exact: true }) })
const card = (page: Page) => section(page, 'Change at Anthropic')

const tokens = new Map<string, string>()

async function rest(role: string, method: 'GET' | 'POST', path: string, data?: object) {
  const token =
    tokens.get(role) ?? onebill.commandLine('token', 'create', '--name', role, '--role', role).stdout.trim()
  tokens.set(role, token)
  const response = await fetch(`${onebill.url}/api/v1/${path}`, {
    method,
    headers: {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      connection: 'close', // the command line blocks longer than an idle connection is kept
    },
    body: data && JSON.stringify(data),
  })
  return { status: response.status, body: (await response.json()) as Record<string, unknown> }
}
const stop = (role: string) =>
  rest(role, 'POST', `keys/${key.id}/status`, { status: 'inactive', reason: 'by machine' })

/** The page of somebody who was invited with this role. */
async function pageOf(browser: Browser, role: string): Promise<Page> {
  const { body } = await rest('owner', 'POST', 'people/invitations', { email: `${role}@example.com`, role })
  const page = await (await browser.newContext()).newPage()
  await page.goto(String(body.url))
  await page.getByLabel('Your name').fill(`The ${role}`)
  await page.getByLabel('Password').fill(`a password of the ${role}`)
  await page.getByRole('button', { name: 'Join' }).click()
  await expect(page).toHaveURL(`${onebill.url}/`)
  return page
}

/** The key stays active there, its page says so, and what was asked for is not called done. */
async function expectUnconfirmed(page: Page) {
  await expect(card(page)).toContainText('Deactivate: not confirmed. Last known: active')
  await expect(card(page)).toContainText('As last read, this key is active')
  await expect(card(page)).not.toContainText('confirmed by Anthropic')
}

async function deactivate(page: Page, reason: string) {
  await card(page).getByRole('button', { name: 'Deactivate', exact: true }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Reason').fill(reason)
  await dialog.getByRole('button', { name: 'Deactivate' }).click()
  await expect(dialog).toBeHidden({ timeout: 40_000 }) // longer than Anthropic is waited for
}

test('a new connection is read-only: the page says so, how to switch, and no token gets past it', async ({
  page,
}) => {
  await becomeOwner(page, onebill)
  await connect(page, simulator.adminKey)
  await openKey(page)
  await expect(card(page)).toContainText(/read-only.*Settings → Connections.*Console/)
  await expect(card(page).getByRole('button')).toHaveCount(0)
  await expect(card(page).getByRole('link', { name: 'Open Anthropic’s Console' })).toBeVisible()
  await expectAccessible(page)
  expect(await stop('owner')).toMatchObject({
    status: 403,
    body: { detail: expect.stringMatching(/read-only/) },
  })
  await card(page).getByRole('link', { name: 'Connections' }).click()
  await page.getByRole('switch', { name: 'Read-only' }).click()
  await expect(page.getByRole('switch', { name: 'Read-only' })).not.toBeChecked()
})

test('a member and a viewer cannot change it, nor can their tokens', async ({ browser }) => {
  for (const role of ['member', 'viewer']) {
    const page = await pageOf(browser, role)
    await openKey(page)
    await expect(card(page)).toContainText(
      `Changing keys at Anthropic takes the role admin or above; yours is ${role}.`,
    )
    await expect(card(page).getByRole('button')).toHaveCount(0)
    await page.goto(`${onebill.url}/keys`)
    await page
      .getByRole('checkbox', { name: /^Select / })
      .first()
      .check()
    await expect(page.getByRole('button', { name: 'Ask the owner first' })).toBeVisible()
    await expect(page.getByRole('button', { name: 'Change at Anthropic' })).toHaveCount(0)
    await page.context().close()
    expect((await stop(role)).status).toBe(403)
    const renaming = await rest(role, 'POST', `keys/${key.id}/name`, { name: 'mine', reason: 'x' })
    expect(renaming.status).toBe(403)
  }
  expect(await statusAtAnthropic()).toBe('active')
})

test('deactivate, see it at Anthropic, undo, and find it all on the page and in the audit log', async ({
  page,
}) => {
  await signIn(page, onebill)
  await openKey(page)
  await card(page).getByRole('button', { name: 'Deactivate', exact: true }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog).toContainText('Last 7 days')
  await expect(dialog).toContainText(/Last 30 days: \$.* tokens, .* requests, with claude-.*, through /)
  await expect(dialog).toContainText('Stopping it saves about $')
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
  const trail = section(page, 'History').getByRole('row')
  await expect(trail.filter({ hasText: 'no longer needed' }).filter({ hasText: 'confirmed' })).toHaveCount(2)
  await expect(trail.filter({ hasText: 'Taking back: no longer needed' })).toContainText('Ada Byron')

  await page.goto(`${onebill.url}/settings/audit`)
  const rows = page.getByRole('row')
  await expect(rows.filter({ hasText: 'Ada Byron changed a key at Anthropic' })).toHaveCount(2)
  await expect(rows.filter({ hasText: 'Ada Byron set out to change a key at Anthropic' })).toHaveCount(2)
})

const FAILURES = {
  'an error 500': { kind: 'status', status: 500 },
  'an overload 529': { kind: 'status', status: 529 },
  'a cut connection': { kind: 'cut-before-answer' },
  'an answer that does not come': { kind: 'slow', delayMs: 60_000 },
}

for (const [what, action] of Object.entries(FAILURES))
  test(`${what} leaves “not confirmed”, never a wrong state`, async ({ page }) => {
    await signIn(page, onebill)
    await openKey(page)
    await simulator.control({ faults: [{ action, path: 'api_keys', times: null }] })
    await deactivate(page, `while there is ${what}`)
    await expectUnconfirmed(page)
    await expect(card(page).getByRole('button', { name: 'Look again' })).toBeVisible()
    await simulator.control({ clearFaults: true })
    expect(await statusAtAnthropic()).toBe('active')
    await page.goto(`${onebill.url}/keys?q=${key.id}`)
    await expect(page.locator('#keys tbody tr')).toContainText('Active')
    expect((await rest('admin', 'GET', `keys/${key.id}`)).body.status).toBe('active')
  })

test('a change whose answer was lost settles when somebody looks again, or by itself at the next sync', async ({
  page,
}) => {
  await signIn(page, onebill)
  const cut = { action: { kind: 'cut-before-answer' }, method: 'GET', path: 'api_keys', times: null }
  const after = { action: { kind: 'status', status: 500, after: true }, method: 'POST', times: null }
  for (const settle of [
    () => card(page).getByRole('button', { name: 'Look again' }).click(),
    async () => {
      expect(onebill.commandLine('sync').status).toBe(0)
      await page.reload()
    },
  ]) {
    await openKey(page)
    await simulator.control({ faults: [after, cut] })
    await deactivate(page, 'while Anthropic is down')
    await expectUnconfirmed(page)
    await simulator.control({ clearFaults: true })
    expect(await statusAtAnthropic()).toBe('inactive')
    await settle()
    await expect(card(page)).toContainText('Deactivated, confirmed by Anthropic')
    await card(page).getByRole('button', { name: 'Undo: reactivate' }).click()
    await expect(card(page)).toContainText('Reactivated, confirmed by Anthropic')
  }
  await page.setViewportSize({ width: 390, height: 844 })
  await expectNoSidewaysScroll(page)
})

const NASTY = '=1+1"><b onmouseover=alert(1)>\u202e🔑 עברית '.padEnd(200, 'x')

test('a name with anything in it is given, shown as it is, and two keys may have the same', async ({
  page,
}) => {
  await signIn(page, onebill)
  const { data } = (await atAnthropic('api_keys?status=active&limit=2')) as { data: (typeof key)[] }
  for (const { id } of data) {
    await page.goto(`${onebill.url}/keys/${simulator.organizationId}/${id}`)
    await card(page).getByRole('button', { name: 'Rename' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('New name').fill(NASTY)
    await dialog.getByLabel('Reason').fill('to see what happens')
    await dialog.getByRole('button', { name: 'Rename' }).click()
    await expect(dialog).toBeHidden()
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(NASTY)
    expect(((await atAnthropic(`api_keys/${id}`)) as { name: string }).name).toBe(NASTY)
  }
  await page.getByRole('button', { name: 'Ask the owner first' }).click()
  await expect(page.getByRole('dialog').getByLabel(/^Message to /)).toHaveValue(/=1\+1"><b onmouseover/)
  await expectAccessible(page)
  await page.keyboard.press('Escape')
  for (const width of [1280, 390]) {
    await page.setViewportSize({ width, height: 844 })
    await expectNoSidewaysScroll(page)
  }
  await page.goto(`${onebill.url}/keys`)
  await expect(page.getByRole('link', { name: NASTY })).toHaveCount(2)
  await expectNoSidewaysScroll(page)
  await page.goto(`${onebill.url}/support?organization=${simulator.organizationId}&key=${key.id}`)
  await expect(page.getByLabel('Text for Anthropic’s support')).toHaveValue(/=1\+1"><b onmouseover/)
  await expectNoSidewaysScroll(page)
})

test('owners are asked first: a message each, by mail where they are known', async ({ page }) => {
  await signIn(page, onebill)
  await page.goto(`${onebill.url}/keys?status=active`)
  const boxes = page.getByRole('checkbox', { name: /^Select / })
  for (let index = 0; index < (await boxes.count()); index++) await boxes.nth(index).check()
  await page.getByRole('button', { name: 'Ask the owners first' }).click()
  const dialog = page.getByRole('dialog')
  const send = dialog.getByRole('button', { name: 'Send it by mail' })
  await expect(send.first()).toBeVisible()
  await dialog.getByLabel('In your own words').fill('Spring clean')
  await dialog.getByLabel('In your own words').blur()
  const message = dialog.getByLabel(/^Message to .*@/).first()
  await expect(message).toHaveValue(/Spring clean/)
  await expectAccessible(page)
  const owner = ((await message.getAttribute('aria-label')) ?? '').replace('Message to ', '')
  await dialog
    .getByRole('region', { name: `To ${owner}` })
    .getByRole('button', { name: 'Send it by mail' })
    .click()
  await expect(dialog.getByText(`Sent to ${owner}.`)).toBeVisible()
  expect(await mail.to(owner)).toContain('Spring clean')
  expect(mail.received().map(({ to }) => to)).toEqual([owner])
  await page.goto(`${onebill.url}/settings/audit`)
  await expect(
    page.getByRole('row').filter({ hasText: 'Ada Byron asked the owner of keys by mail' }),
  ).toHaveCount(1)
})

test('several at once: one confirmation that lists each, progress, a result for each, all taken back', async ({
  page,
}) => {
  await signIn(page, onebill)
  await page.goto(`${onebill.url}/keys?status=active`)
  const boxes = page.getByRole('checkbox', { name: /^Select / })
  const ids = await Promise.all(
    [0, 1].map(async (index) => {
      await boxes.nth(index).check()
      return (await boxes.nth(index).getAttribute('value'))?.split(' ')[1] ?? ''
    }),
  )
  const statuses = () =>
    Promise.all(ids.map(async (id) => ((await atAnthropic(`api_keys/${id}`)) as { status: string }).status))
  await page.getByRole('button', { name: 'Change at Anthropic' }).click()
  const dialog = page.getByRole('dialog')
  const listed = dialog.getByRole('list', { name: 'Keys to be changed' }).getByRole('listitem')
  await expect(listed).toHaveCount(2)
  for (const index of [0, 1])
    await expect(listed.nth(index)).toContainText(/Last 30 days: .*Stopping it saves/)
  await expect(dialog).toContainText(/Stopping them saves about \$[\d.,]+ a month\./)
  await expectAccessible(page)
  await dialog.getByRole('button', { name: 'Deactivate 2 keys' }).click()
  expect(await statuses(), 'without a reason nothing is asked').toEqual(['active', 'active'])
  await dialog.getByLabel('Reason').fill('spring clean')
  await dialog.getByRole('button', { name: 'Deactivate 2 keys' }).click()
  await expect(dialog).toContainText('2 confirmed by Anthropic.')
  await expect(dialog.getByRole('list', { name: 'Results' }).getByRole('listitem')).toHaveText([
    /confirmed.*now inactive/,
    /confirmed.*now inactive/,
  ])
  expect(await statuses()).toEqual(['inactive', 'inactive'])
  await expectAccessible(page)
  await dialog.getByRole('button', { name: 'Undo all 2' }).click()
  await expect(dialog.getByRole('list', { name: 'Results' }).getByRole('listitem')).toHaveText([
    /confirmed.*now active/,
    /confirmed.*now active/,
  ])
  expect(await statuses()).toEqual(['active', 'active'])
  await dialog.getByRole('button', { name: 'Close' }).click()

  await simulator.control({
    faults: [{ action: { kind: 'status', status: 529 }, method: 'POST', times: null }],
  })
  await page.getByRole('button', { name: 'Change at Anthropic' }).click()
  await dialog.getByLabel('Reason').fill('while it is overloaded')
  await dialog.getByRole('button', { name: 'Deactivate 2 keys' }).click()
  await expect(dialog).toContainText('2 not confirmed.')
  await expect(dialog.getByRole('list', { name: 'Results' })).toContainText('last known active')
  await expect(dialog.getByRole('button', { name: /^Undo all/ })).toHaveCount(0)
  await simulator.control({ clearFaults: true })
  expect(await statuses()).toEqual(['active', 'active'])
})

test('two weeks later the key’s page and the list say what stopping it saved', async ({ page }) => {
  await signIn(page, onebill)
  await openKey(page)
  await deactivate(page, 'for good')
  await expect(card(page)).toContainText('Deactivated, confirmed by Anthropic')
  const saved = section(page, 'What stopping it saved')
  await expect(saved).toContainText('What that really saved is told here from 6 Dec 2026 on.')

  await simulator.control({ clock: '2026-12-08T10:30:00Z' })
  await onebill.killAndRestart({ ONEBILL_NOW: '2026-12-08T10:30:00Z' })
  expect(onebill.commandLine('sync').status).toBe(0)
  await openKey(page)
  await expect(saved).toContainText(/Stopped on 22 Nov 2026: saved about \$[\d,]+\.\d\d\./)
  await saved.getByText('How this is reckoned').click()
  await expect(saved).toContainText(/÷ 30 × 1\d days known since/)
  await expectAccessible(page)
  await page.goto(`${onebill.url}/keys`)
  await expect(page.getByRole('status').filter({ hasText: 'Stopping a key saved about $' })).toBeVisible()
  await expectAccessible(page)
})

test('archiving asks twice, and offers no way back', async ({ page }) => {
  await signIn(page, onebill)
  await openKey(page)
  await card(page).getByRole('button', { name: 'Archive', exact: true }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog).toContainText('This is final')
  await dialog.getByLabel('Reason').fill('gone for good')
  await dialog.getByRole('button', { name: 'Archive for good' }).click()
  await expect(dialog).toBeVisible()
  expect(await statusAtAnthropic()).toBe('inactive')
  await dialog.getByLabel('I know that this is final').check()
  await expectAccessible(page)
  await dialog.getByRole('button', { name: 'Archive for good' }).click()
  await expect(card(page)).toContainText('Archived, confirmed by Anthropic')
  expect(await statusAtAnthropic()).toBe('archived')
  await expect(card(page).getByRole('button')).toHaveText(['Rename'])
})
