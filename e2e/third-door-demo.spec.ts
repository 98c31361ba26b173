import { type Onebill, startOnebill } from './onebill'
import { becomeOwner, expectAccessible, expectNoSidewaysScroll, OWNER, signIn } from './people'
import { expect, test } from './story'

test.describe.configure({ mode: 'serial' })

const PAGES = ['/', '/plans', '/settings', '/settings/connections', '/settings/tokens', '/settings/sessions']
const TOLD = 'You are looking at a told story: Northwind Labs. None of it is your money.'

let onebill: Onebill

test.beforeAll(async () => {
  onebill = await startOnebill()
})

test.afterAll(async () => {
  await onebill?.stop()
})

test('one click behind the doors, and a filled timeline tells a story', async ({ page }) => {
  const began = Date.now()
  await becomeOwner(page, onebill)
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Look at a demo organisation' }).click()
  await expect(page.getByRole('heading', { name: 'A story is being told' })).toBeVisible()
  await expect(page.getByRole('heading', { level: 1, name: 'Timeline' })).toBeVisible({ timeout: 55_000 })
  await expect(page.getByText(TOLD)).toBeVisible()
  const fees = page.locator('section', { has: page.getByRole('heading', { name: /Plan fees/ }) }).first()
  await expect(fees).toContainText(/\$\d/)
  const api = page.locator('section', { has: page.getByRole('heading', { name: /API usage/ }) }).first()
  await expect(api).toContainText(/\$\d{3}/)
  expect(Date.now() - began, 'from the link to the timeline').toBeLessThan(60_000)
  await expect(page.locator('.recharts-surface').first()).toBeVisible()
})

test('the mark stands on every page, on phones and in the dark', async ({ page }) => {
  await signIn(page, onebill)
  await page.setViewportSize({ width: 390, height: 844 })
  await page.emulateMedia({ colorScheme: 'dark' })
  for (const path of PAGES) {
    await page.goto(onebill.url + path)
    await expect(page.getByText(TOLD)).toBeVisible()
    await expectNoSidewaysScroll(page)
    await expectAccessible(page)
  }
  await page.emulateMedia({ media: 'print' })
  await expect(page.getByText(TOLD)).toBeVisible()
})

test('on paper each table is as wide as its card, and what was left out is said', async ({ page }) => {
  await signIn(page, onebill)
  const A4_WITHIN_MARGINS = 688
  await page.setViewportSize({ width: A4_WITHIN_MARGINS, height: 1000 })
  for (const group of ['key', 'product', 'person']) {
    await page.goto(`${onebill.url}/?range=90d&group=${group}`)
    const leftOut = page.getByText(/in the total and in the CSV/)
    const table = page.getByRole('region', { name: /^By (day|week)$/ })
    await expect(table).toBeVisible()
    await page.emulateMedia({ media: 'print' })
    const widths = await page
      .locator('main table')
      .evaluateAll((tables) =>
        tables.map(
          (one) => [one.getBoundingClientRect().width, one.parentElement?.clientWidth ?? 0] as const,
        ),
      )
    for (const [wide, room] of widths) expect(wide, group).toBeLessThanOrEqual(room + 1)
    const headings = table.locator('thead th')
    const all = await headings.count()
    const printed = await headings.locator('visible=true').count()
    if (all > printed) await expect(leftOut).toContainText(`${all - printed} more group`)
    else await expect(leftOut).toBeHidden()
    if (group === 'key') expect(all).toBeGreaterThan(printed)
    await page.emulateMedia({ media: 'screen' })
    await expect(leftOut).toBeHidden()
  }
})

test('a plan of one’s own is never beside the told ones', async ({ page }) => {
  await signIn(page, onebill)
  await page.goto(`${onebill.url}/plans`)
  const plans = page.getByRole('region', { name: 'Plans' })
  await expect(plans).toContainText('mei@northwind.example')

  await page.goto(`${onebill.url}/plans/new`)
  const form = page.getByRole('main')
  await form.getByLabel('Plan', { exact: true }).selectOption('pro')
  await form.getByLabel('First day').fill('2026-10-15')
  await form.getByLabel(/^Price/).fill('20.00')
  await page.getByRole('button', { name: /^(Add|Enter|Save)/ }).click()
  await expect(plans).toContainText(OWNER.email)
  await expect(plans).not.toContainText('northwind.example')
  await expect(page.getByText(TOLD)).toBeHidden()

  await page.goto(`${onebill.url}/settings/connections`)
  await page.getByRole('button', { name: 'Look at the demo' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Timeline' })).toBeVisible()
  await page.goto(`${onebill.url}/plans`)
  await expect(plans).toContainText('mei@northwind.example')
  await expect(plans).not.toContainText(OWNER.email)

  await page.getByRole('button', { name: 'Show my own data' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Timeline' })).toBeVisible()
  await expect(page.getByText(TOLD)).toBeHidden()
})

test('one click removes it, and the command line tells another', async ({ page }) => {
  await signIn(page, onebill)
  await page.goto(`${onebill.url}/settings/connections`)
  await page.getByRole('button', { name: 'Remove the demo' }).click()
  await expect(page.getByRole('button', { name: 'Look at a demo organisation' })).toBeVisible()
  await page.goto(`${onebill.url}/plans`)
  await expect(page.getByRole('region', { name: 'Plans' })).toContainText(OWNER.email)

  const { status, stdout } = onebill.commandLine('demo', 'load', '--story', 'leaked-key')
  expect([status, stdout]).toEqual([0, expect.stringContaining('Told Halden Studio')])
  await page.goto(`${onebill.url}/settings/connections`)
  await expect(page.getByText(/A told story, as of 22 Nov 2026/)).toBeVisible()
  await expect(page.getByText(/You are looking at a told story/)).toBeHidden()

  // Its address changes what this browser looks at, once, for every page after it.
  await page.goto(`${onebill.url}/?data=demo&range=7d`)
  await expect(page).toHaveURL(`${onebill.url}/?range=7d`)
  await expect(page.getByText(/You are looking at a told story: Halden Studio/)).toBeVisible()
  await expect(page.getByRole('banner')).toContainText('Halden Studio')
  const key = page.getByRole('main').locator('a[href^="/keys/"]').first()
  await page.getByRole('link', { name: 'Keys', exact: true }).first().click()
  await expect(page.getByRole('heading', { level: 1, name: 'Keys' })).toBeVisible()
  await key.click()
  await expect(page.getByText(/You are looking at a told story: Halden Studio/)).toBeVisible()
  await expect(page.getByRole('heading', { level: 1, name: 'Keys' })).toBeHidden()
  await expect(page.getByText('There is nothing here')).toBeHidden()

  // A script that reads such an address gets one answer and leaves the choice as it is.
  const read = await page.request.get(`${onebill.url}/?data=real`, { headers: { accept: '*/*' } })
  expect([read.status(), (await read.text()).includes('told story: Halden Studio')]).toEqual([200, false])
  await page.reload()
  await expect(page.getByText(/You are looking at a told story: Halden Studio/)).toBeVisible()

  await page.goto(`${onebill.url}/plans?data=real`)
  await expect(page).toHaveURL(`${onebill.url}/plans`)
  await expect(page.getByRole('region', { name: 'Plans' })).toContainText(OWNER.email)
  await expect(page.getByText(/You are looking at a told story/)).toBeHidden()
  expect(onebill.commandLine('demo', 'clear').status).toBe(0)
})

test('a stranger who opens such an address signs in and sees what it shows', async ({ page }) => {
  await page.goto(`${onebill.url}/plans?data=demo`)
  await expect(page).toHaveURL(`${onebill.url}/sign-in?next=%2Fplans`)
  expect((await page.context().cookies()).find(({ name }) => name === 'data')?.value).toBe('demo')
})
