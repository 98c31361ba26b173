import type { Browser, Page } from '@playwright/test'
import { Secret, TOTP } from 'otpauth'
import { startMailServer, type MailServer } from './mail-server'
import { NOW, type Onebill, startOnebill } from './onebill'
import { becomeOwner, expectAccessible, expectNoSidewaysScroll, OWNER, signIn } from './people'
import { expect, test } from './story'

test.describe.configure({ mode: 'serial' })

let onebill: Onebill
let mail: MailServer

test.beforeAll(async () => {
  mail = await startMailServer()
  onebill = await startOnebill({ SMTP_URL: mail.url, MAIL_FROM: 'Onebill <onebill@example.com>' })
})

test.afterAll(async () => {
  await onebill?.stop()
  await mail?.stop()
})

const GRACE = { name: 'Grace Hopper', email: 'grace@example.com', password: 'compilers for everybody' }

async function newPage(browser: Browser): Promise<Page> {
  return (await browser.newContext()).newPage()
}

test('somebody is invited, joins, gets a role, and leaves', async ({ page, browser }) => {
  await becomeOwner(page, onebill)
  await page.goto(`${onebill.url}/settings/people`)
  await page.getByLabel('E-mail').fill(GRACE.email)
  await page.getByLabel('Role').selectOption('member')
  await page.getByRole('button', { name: 'Invite' }).click()
  await expect(page.getByText('The link was mailed to them.')).toBeVisible()
  const link = (await page.getByText(/\/join\//).textContent()) ?? ''
  const sent = await mail.to(GRACE.email)
  expect(sent).toContain(link)
  await expectAccessible(page)

  const theirs = await newPage(browser)
  await theirs.goto(link)
  await expect(theirs.getByText('Your role is member')).toBeVisible()
  await expectAccessible(theirs)
  await theirs.getByLabel('Your name').fill(GRACE.name)
  await theirs.getByLabel('Password').fill(GRACE.password)
  await theirs.getByRole('button', { name: 'Join' }).click()
  await expect(theirs).toHaveURL(`${onebill.url}/`)
  await theirs.goto(`${onebill.url}/settings/people`)
  await expect(theirs.getByText(`${OWNER.name} (owner)`)).toBeVisible()
  await theirs.goto(`${onebill.url}/settings/tokens`)
  await expect(theirs.getByText('Your role does not allow this')).toBeVisible()
  await theirs.goto(link)
  await expect(theirs.getByRole('heading', { name: 'This invitation does not work' })).toBeVisible()

  await page.goto(`${onebill.url}/settings/people`)
  await page.getByRole('link', { name: GRACE.name }).click()
  await page.getByLabel('May do', { exact: true }).selectOption('admin')
  await page.getByRole('button', { name: 'Change role' }).click()
  await expect(page.getByText(`${GRACE.name} is admin from now on.`)).toBeVisible()
  await theirs.goto(`${onebill.url}/settings/tokens`)
  await expect(theirs.getByRole('heading', { name: 'Tokens', exact: true })).toBeVisible()

  await page.getByRole('button', { name: `Disable ${GRACE.name}` }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog).toContainText('1 session')
  await expectAccessible(page)
  await dialog.getByRole('button', { name: `Disable ${GRACE.name}` }).click()
  await expect(page.getByText(/^Disabled since 22 Nov 2026, /)).toBeVisible()
  await expect(page.getByRole('button', { name: 'Change role' })).toBeHidden()
  await theirs.goto(`${onebill.url}/settings/tokens`)
  await expect(theirs).toHaveURL(/\/sign-in/)

  await page.goto(`${onebill.url}/settings/audit?action=person.disabled`)
  const log = page.getByRole('region', { name: 'Audit log' })
  await expect(log.getByRole('row')).toHaveCount(2)
  await expect(log).toContainText(`${OWNER.name} disabled a person`)
  await expectAccessible(page)
  const file = await page.request.get(
    `${onebill.url}/settings/audit/export?format=csv&action=person.disabled`,
  )
  expect((await file.text()).trim().split('\r\n')).toHaveLength(2)
})

test('a forgotten password is set by mail, with one answer for everybody', async ({ browser }) => {
  const page = await newPage(browser)
  await page.goto(`${onebill.url}/sign-in`)
  await page.getByRole('link', { name: 'Forgotten your password?' }).click()
  await expectAccessible(page)
  for (const email of ['nobody@example.com', OWNER.email]) {
    await page.goto(`${onebill.url}/forgot-password`)
    await page.getByLabel('E-mail').fill(email)
    await page.getByRole('button', { name: 'Mail me a link' }).click()
    await expect(page.getByText('If somebody here signs in with this e-mail')).toBeVisible()
  }
  const text = await mail.to(OWNER.email)
  expect(mail.received().some((one) => one.to === 'nobody@example.com')).toBe(false)
  await page.goto(/http\S+\/reset\/\S+/.exec(text)?.[0] ?? '')
  await page.getByLabel('New password').fill(OWNER.password)
  await page.getByRole('button', { name: 'Set the password and sign in' }).click()
  await expect(page).toHaveURL(`${onebill.url}/`)
})

test('two-factor is set up, asked for, and required', async ({ page, browser }) => {
  await signIn(page, onebill)
  await page.goto(`${onebill.url}/settings/security`)
  await page.getByRole('button', { name: 'Set up two-factor' }).click()
  await expect(page.getByRole('img', { name: 'QR code for your authenticator app' })).toBeVisible()
  await expectAccessible(page)
  const address =
    (await page.getByRole('link', { name: 'open it on this device' }).getAttribute('href')) ?? ''
  const secret = new URL(address).searchParams.get('secret') ?? ''
  const codeIn = (seconds: number) =>
    new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: Date.parse(NOW) + seconds * 1000 })
  await page.getByLabel('Code', { exact: true }).fill(codeIn(-3600))
  await page.getByRole('button', { name: 'Turn it on' }).click()
  await expect(page.getByText('This code is not the right one')).toBeVisible()
  await page.getByLabel('Code', { exact: true }).fill(codeIn(0))
  await page.getByRole('button', { name: 'Turn it on' }).click()
  await expect(page.getByText('Keep these recovery codes')).toBeVisible()
  const codes = await page
    .getByRole('listitem')
    .filter({ hasText: /^(\w{4}-){3}\w{4}$/ })
    .allTextContents()
  expect(codes).toHaveLength(10)

  const other = await newPage(browser)
  const password = async () => {
    await other.goto(`${onebill.url}/plans`)
    await other.getByLabel('E-mail').fill(OWNER.email)
    await other.getByLabel('Password').fill(OWNER.password)
    await other.getByRole('button', { name: 'Sign in', exact: true }).click()
    await expect(other.getByRole('heading', { name: 'One more step' })).toBeVisible()
  }
  await password()
  await expectAccessible(other)
  await other.goto(`${onebill.url}/settings`)
  await expect(other.getByRole('heading', { name: 'One more step' })).toBeVisible()
  await other.getByLabel('Code').fill(codeIn(30))
  await other.getByRole('button', { name: 'Sign in', exact: true }).click()
  await expect(other).toHaveURL(`${onebill.url}/settings`)
  await other.context().clearCookies()
  await password()
  await other.getByLabel('Code').fill(codeIn(30))
  await other.getByRole('button', { name: 'Sign in', exact: true }).click()
  await expect(other.getByText('This code is not the right one, or it was used already.')).toBeVisible()
  await other.getByLabel('Code').fill(codes[0] ?? '')
  await other.getByRole('button', { name: 'Sign in', exact: true }).click()
  await expect(other).toHaveURL(`${onebill.url}/plans`)

  await page.goto(`${onebill.url}/settings/security`)
  await expect(page.getByText('9 of 10 recovery codes left')).toBeVisible()
  await page.getByRole('button', { name: 'Require two-factor' }).click()
  await expect(page.getByText('It is required.')).toBeVisible()
  await page.goto(`${onebill.url}/settings/people`)
  await page.getByLabel('E-mail').fill('alan@example.com')
  await page.getByLabel('Role').selectOption('admin')
  await page.getByRole('button', { name: 'Invite' }).click()
  const link = (await page.getByText(/\/join\//).textContent()) ?? ''
  await other.context().clearCookies()
  await other.goto(link)
  await other.getByLabel('Your name').fill('Alan Turing')
  await other.getByLabel('Password').fill('a machine for everything')
  await other.getByRole('button', { name: 'Join' }).click()
  await expect(other).toHaveURL(`${onebill.url}/`)
  await other.goto(`${onebill.url}/settings/tokens`)
  await expect(other.getByText('Set up two-factor first.')).toBeVisible()
})

test('on a phone, in the dark, nothing is lost', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 })
  await page.emulateMedia({ colorScheme: 'dark' })
  for (const path of ['/forgot-password', '/join/unknown', '/reset/unknown']) {
    await page.goto(onebill.url + path)
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
    await expectNoSidewaysScroll(page)
    await expectAccessible(page)
  }
})
