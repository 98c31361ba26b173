import type { Page } from '@playwright/test'
import { type Onebill, startOnebill, startSimulator, type Simulator } from './onebill'
import { becomeOwner, OWNER } from './people'
import { expect, tell, test } from './story'

const MOST_CLICKS = 3
const MOST_SECONDS = 60

let simulator: Simulator
let onebill: Onebill

test.beforeAll(async () => {
  simulator = await startSimulator('team')
})

test.beforeEach(async () => {
  onebill = await startOnebill({ ANTHROPIC_BASE_URL: simulator.url })
})

// The page first: left open, it would go on asking a server that is gone.
test.afterEach(async ({ page }) => {
  await page.close()
  await onebill?.stop()
})

test.afterAll(() => simulator?.stop())

/** From the one-time link to bars on the timeline. Every click counts, also the one that makes somebody the owner. */
async function walkThrough(page: Page, door: string, choose: () => Promise<void>): Promise<void> {
  const clicked: string[] = []
  await page.exposeBinding('clicked', (_source, what: string) => void clicked.push(what))
  await page.addInitScript(() => {
    const { clicked } = window as unknown as { clicked: (what: string) => void }
    const onClick = ({ isTrusted, target }: MouseEvent) => {
      if (isTrusted && target instanceof HTMLElement) clicked(target.innerText.trim())
    }
    window.addEventListener('click', onClick, true)
  })
  const began = performance.now()
  await becomeOwner(page, onebill)
  await choose()
  await expect(page.getByRole('heading', { level: 1, name: 'Timeline' })).toBeVisible({ timeout: 45_000 })
  await expect(page.locator('.recharts-surface rect[data-series]').first()).toBeVisible()
  await expect(page.getByRole('region', { name: 'By day' }).locator('tfoot')).toContainText(/\$\d*[1-9]/)
  const seconds = (performance.now() - began) / 1000
  tell(
    `${door}: ${clicked.length} clicks (${clicked.join(', ')}), ${seconds.toFixed(1)} s from the link to a filled timeline`,
  )
  expect(clicked).toContain('Become the owner')
  expect(clicked.length).toBeLessThanOrEqual(MOST_CLICKS)
  expect(seconds).toBeLessThan(MOST_SECONDS)
}

test('first door: connect an organisation', ({ page }) =>
  walkThrough(page, 'First door', async () => {
    await page.getByLabel('Admin key').fill(simulator.adminKey)
    await page.getByRole('button', { name: 'Connect' }).click()
    await expect(page.getByRole('heading', { level: 1, name: 'Connected' })).toBeVisible()
    await expect(page.getByText('Everything Anthropic keeps was read.')).toBeVisible({ timeout: 45_000 })
    await page.getByRole('link', { name: 'Go to the timeline' }).click()
  }))

test('second door: enter a plan', ({ page }) =>
  walkThrough(page, 'Second door', async () => {
    await page.getByRole('link', { name: 'Enter a plan' }).click()
    const form = page.getByRole('main')
    await form.getByLabel('Plan', { exact: true }).selectOption('max')
    await form.getByLabel('First day').fill('2026-10-15')
    await expect(form.getByLabel('Whose plan is it?')).toHaveValue(OWNER.email)
    await expect(form.getByLabel(/^Price/)).toHaveValue(/100/)
    await page.getByRole('button', { name: 'Enter this plan' }).click()
  }))

test('third door: look at the demo', ({ page }) =>
  walkThrough(page, 'Third door', () =>
    page.getByRole('button', { name: 'Look at a demo organisation' }).click(),
  ))
