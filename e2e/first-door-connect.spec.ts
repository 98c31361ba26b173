import { type Onebill, startOnebill, startSimulator, type Simulator } from './onebill'
import { becomeOwner, connect, expectAccessible, expectNoSidewaysScroll, OWNER, signIn } from './people'
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

test('wrong keys get a sentence, the right one fills the timeline, to the digit', async ({ page }) => {
  await becomeOwner(page, onebill)
  await expectAccessible(page)

  const key = page.getByLabel('Admin key')
  const submit = page.getByRole('button', { name: 'Connect' })
  await key.fill('sk-ant-api03-not-an-admin-key')
  await submit.click()
  await expect(
    page
      .getByRole('alert')
      .filter({ hasText: /Admin key/ })
      .first(),
  ).toBeVisible()
  await key.fill('sk-ant-admin01-revoked-long-ago')
  await submit.click()
  await expect(
    page
      .getByRole('alert')
      .filter({ hasText: /revoked|expired/ })
      .first(),
  ).toBeVisible()

  await connect(page, simulator.adminKey)
  await page.getByRole('link', { name: 'Go to the timeline' }).click()

  const { total_usd } = await simulator.truth('2026-10-24', '2026-11-23')
  const dollars = new Intl.NumberFormat('en-US', { style: 'currency', currency: 'USD' }).format(
    Number(total_usd),
  )
  const api = page.locator('section', { has: page.getByRole('heading', { name: /API usage/ }) }).first()
  await expect(api).toContainText(dollars)
  const byDay = page.getByRole('region', { name: 'By day' })
  await expect(byDay.getByRole('columnheader')).toHaveText(['UTC day', 'Total', 'API usage', 'State'])
  await expect(byDay.locator('tfoot td')).toHaveText(['Total', dollars, dollars, ''])
  await expectAccessible(page)
})

test('the one-time link worked once; the password works again', async ({ page }) => {
  await page.goto(onebill.signInLink)
  await expect(page.getByRole('heading', { name: 'This link does not work any more' })).toBeVisible()

  await page.goto(`${onebill.url}/plans`)
  await expect(page).toHaveURL(/\/sign-in/)
  await page.getByLabel('E-mail').fill(OWNER.email)
  await page.getByLabel('Password').fill('not the password at all')
  await page.getByRole('button', { name: 'Sign in' }).click()
  const refusal = page.getByRole('alert').filter({ hasText: 'do not belong together' })
  await expect(refusal).toBeVisible()
  const wrongPassword = await refusal.textContent()
  await page.getByLabel('E-mail').fill('nobody@example.com')
  await page.getByLabel('Password').fill('not the password at all')
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page.getByLabel('E-mail')).toHaveValue('nobody@example.com')
  await expect(refusal).toHaveText(wrongPassword ?? 'something')
  await signIn(page, onebill)
})

test('zoom, group and read the same numbers as CSV', async ({ page }) => {
  await signIn(page, onebill)
  await page.goto(`${onebill.url}/?range=90d&bucket=week&group=model`)
  const link = page.getByRole('region', { name: 'By week' }).getByRole('link', { name: /2026/ }).first()
  await link.click()
  await expect(page.getByRole('region', { name: 'By day' })).toBeVisible()

  await page.goto(`${onebill.url}/?range=30d&group=key`)
  const download = page.waitForEvent('download')
  await page.getByRole('link', { name: 'Download CSV' }).click()
  const csv = await (await download).createReadStream()
  let text = ''
  for await (const chunk of csv) text += String(chunk)
  const [header, ...lines] = text.trim().split(/\r?\n/)
  expect(header).toContain('amount_usd')
  const column = (header ?? '')
    .replace(/^\uFEFF/, '')
    .split(',')
    .indexOf('amount_usd')
  const nano = lines.map((line) => {
    const cells =
      line.match(/("([^"]|"")*"|[^,]*)(,|$)/g)?.map((cell) => cell.replace(/,$/, '').replace(/^"|"$/g, '')) ??
      []
    const [whole = '0', fraction = ''] = (cells[column] ?? '').split('.')
    return BigInt(whole + fraction.padEnd(9, '0'))
  })
  const { total_usd } = await simulator.truth('2026-10-24', '2026-11-23')
  const [whole = '0', fraction = ''] = total_usd.split('.')
  expect(nano.reduce((a, b) => a + b, 0n)).toBe(BigInt(whole + fraction.padEnd(9, '0')))
})

test('a click on a bar opens it', async ({ page }) => {
  await signIn(page, onebill)
  await page.goto(`${onebill.url}/?range=90d&bucket=month`)
  const chart = page.locator('.recharts-surface').first()
  await expect(chart).toBeVisible()
  const box = await chart.boundingBox()
  if (!box) throw new Error('the chart has no place')
  await page.mouse.click(box.x + box.width / 2, box.y + box.height * 0.7)
  await expect(page).toHaveURL(/from=2026-/)
})

test('on a phone, in the dark, nothing is lost', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 })
  await page.emulateMedia({ colorScheme: 'dark' })
  await signIn(page, onebill)
  for (const path of [
    '/',
    '/?range=12m&group=key',
    '/plans',
    '/settings',
    '/settings/connections',
    '/settings/tokens',
  ]) {
    await page.goto(onebill.url + path)
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
    await expectNoSidewaysScroll(page)
    await expectAccessible(page)
  }
})
