import { createHmac } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { startMailServer, type MailServer } from './mail-server'
import { type Onebill, startOnebill } from './onebill'
import { becomeOwner, expectAccessible, expectNoSidewaysScroll, OWNER, signIn } from './people'
import { expect, test } from './story'

test.describe.configure({ mode: 'serial' })

interface Call {
  headers: Record<string, string>
  body: string
}

let onebill: Onebill
let mail: MailServer
let server: Server
let address = ''
const calls: Call[] = []

test.beforeAll(async () => {
  mail = await startMailServer()
  onebill = await startOnebill({ SMTP_URL: mail.url, MAIL_FROM: 'Onebill <onebill@example.com>' })
  server = createServer((request, response) => {
    let body = ''
    request.on('data', (part: Buffer) => (body += part.toString()))
    request.on('end', () => {
      calls.push({ headers: request.headers as Record<string, string>, body })
      response.writeHead(204).end()
    })
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hooks/of-the-team/abcdefgh-very-secret`
})

test.afterAll(async () => {
  await onebill?.stop()
  await mail?.stop()
  server?.closeAllConnections()
  await new Promise((closed) => server?.close(closed))
})

test('somebody chooses what to be told, and a test mail arrives', async ({ page }) => {
  await becomeOwner(page, onebill)
  await page.goto(`${onebill.url}/settings/alerts`)
  await expect(page.getByText('You have not chosen yet: owners and admins get what is high')).toBeVisible()
  const mine = page.getByRole('form', { name: 'Your alerts' })
  await mine.getByLabel('How grave').selectOption('medium')
  await mine.getByLabel('When', { exact: true }).selectOption('weekly')
  await mine.getByLabel('On', { exact: true }).selectOption('Friday')
  await mine.getByLabel('From', { exact: true }).fill('22:00')
  await mine.getByRole('button', { name: 'Save' }).click()
  await expect(mine.getByText('Quiet hours need a beginning and an end, or neither.')).toBeVisible()
  await expect(mine.getByLabel('On', { exact: true })).toHaveValue('5')
  await mine.getByLabel('Until', { exact: true }).fill('07:00')
  await mine.getByLabel('A finding came back').uncheck()
  await mine.getByRole('button', { name: 'Save' }).click()
  await expect(mine.getByText('Saved. It holds from now on.')).toBeVisible()
  await page.reload()
  await expect(mine.getByLabel('On', { exact: true })).toHaveValue('5')
  await expect(mine.getByLabel('Until', { exact: true })).toHaveValue('07:00')
  await expect(mine.getByLabel('A finding came back')).not.toBeChecked()
  await expect(mine.getByLabel('Something was found')).toBeChecked()
  await expect(mine.getByText('On the clock of Pacific/Auckland.')).toBeVisible()

  await page.getByRole('button', { name: 'Send me a test' }).click()
  await expect(page.getByText('The mail server took a test for you.')).toBeVisible()
  const text = await mail.to(OWNER.email)
  expect(text).toContain(`${OWNER.name} asked for this test: alerts arrive here.`)
  expect(text).toContain(`${onebill.url}/settings/alerts`)
  await expectAccessible(page)
})

test('a private address is refused in words, until an owner allows it; then a signed test arrives', async ({
  page,
}) => {
  await signIn(page, onebill)
  await page.goto(`${onebill.url}/settings/alerts`)
  const form = page.getByRole('form', { name: 'Channel' })
  await form.getByLabel('Where to').selectOption('webhook')
  await form.getByLabel('Name', { exact: true }).fill('On-call')
  await form
    .getByLabel('Address', { exact: true })
    .fill(address.replace('http:', 'https:').replace(/:\d+/, ''))
  await form.getByRole('button', { name: 'Add the channel' }).click()
  await expect(
    form.getByText('127.0.0.1 is at a private address. Only an owner can allow those'),
  ).toBeVisible()
  await expectAccessible(page)
  await form.getByLabel('Address', { exact: true }).fill(address)
  await form.getByRole('button', { name: 'Add the channel' }).click()
  await expect(form.getByText('The address has to begin with https://.')).toBeVisible()
  await form.getByLabel('May be at a private address').check()
  await form.getByRole('button', { name: 'Add the channel' }).click()
  const secret = (await form.getByText(/^whsec_/).textContent()) ?? ''
  await expect(form.getByLabel('Address', { exact: true })).toHaveValue('')

  await page.getByRole('button', { name: 'Test On-call' }).click()
  await expect(page.getByText('It took a test.')).toBeVisible()
  const [call] = calls
  if (!call) throw new Error('nothing arrived')
  const id = call.headers['webhook-id'] ?? ''
  const signed = `${id}.${call.headers['webhook-timestamp']}.${call.body}`
  const key = Buffer.from(secret.slice('whsec_'.length), 'base64')
  expect(call.headers['webhook-signature']).toBe(
    `v1,${createHmac('sha256', key).update(signed).digest('base64')}`,
  )
  expect(JSON.parse(call.body)).toMatchObject({ type: 'test' })

  await page.goto(`${onebill.url}/settings/alerts`)
  expect(await page.content()).not.toContain('very-secret')
  expect(await page.content()).not.toContain(secret)
  const channels = page.getByRole('region', { name: 'Channels' })
  await expect(channels).toContainText('…cret')
  await channels.getByRole('button', { name: 'New signing secret for On-call' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Make a new secret' }).click()
  await expect(page.getByRole('dialog').getByText(/^whsec_/)).not.toHaveText(secret)
  await page.keyboard.press('Escape')
  await channels.getByRole('button', { name: 'Delete On-call' }).click()
  await expect(page.getByText('“On-call” is deleted.')).toBeVisible()
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(channels).toContainText('On-call')
  expect(onebill.output()).not.toContain('very-secret')
})

test('what was told stands in the log, and in the audit log who chose it', async ({ page }) => {
  await signIn(page, onebill)
  await page.goto(`${onebill.url}/settings/alerts`)
  const told = page.getByRole('region', { name: 'Delivery log' })
  await expect(told.getByRole('row')).toHaveCount(3)
  await page.getByLabel('State', { exact: true }).selectOption('delivered')
  await page
    .getByRole('form', { name: 'Filter the log' })
    .getByLabel('To', { exact: true })
    .selectOption('On-call (webhook)')
  await page.getByRole('button', { name: 'Filter' }).click()
  await expect(told.getByRole('row')).toHaveCount(2)
  await expect(told.getByRole('row').nth(1)).toContainText(/A test alert from Onebill.*On-call.*delivered/)
  await told.getByText('1 try').click()
  await expect(told).toContainText(/taken after \d+ ms/)
  await page.goto(`${onebill.url}/settings/alerts?state=given_up`)
  await expect(page.getByText('Nothing matches')).toBeVisible()
  await page.goto(`${onebill.url}/settings/audit?subject=alert_channel`)
  const log = page.getByRole('region', { name: 'Audit log' })
  for (const done of ['added an alert channel', 'sent a test alert', 'made a new signing secret'])
    await expect(log).toContainText(`${OWNER.name} ${done}`)
  await expect(log).not.toContainText('very-secret')
  await page.setViewportSize({ width: 390, height: 844 })
  await page.emulateMedia({ colorScheme: 'dark' })
  await page.goto(`${onebill.url}/settings/alerts`)
  await expectNoSidewaysScroll(page)
  await expectAccessible(page)
})
