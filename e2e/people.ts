import AxeBuilder from 'axe-core'
import { expect, type Page } from '@playwright/test'
import type { Onebill } from './onebill'

export const OWNER = { name: 'Ada Byron', email: 'ada@example.com', password: 'a ledger for every cent' }

/** From the one-time link to the doors. */
export async function becomeOwner(page: Page, onebill: Onebill): Promise<void> {
  await page.goto(onebill.signInLink)
  await page.getByLabel('Your name').fill(OWNER.name)
  await page.getByLabel('E-mail').fill(OWNER.email)
  await page.getByLabel('Password').fill(OWNER.password)
  await page.getByRole('button', { name: 'Become the owner' }).click()
  await expect(page.getByRole('heading', { name: 'What would you like to see first?' })).toBeVisible()
}

/** Through the first door, to the end of the first reading. */
export async function connect(page: Page, adminKey: string): Promise<void> {
  await page.getByLabel('Admin key').fill(adminKey)
  await page.getByRole('button', { name: 'Connect' }).click()
  await expect(page.getByText('Everything Anthropic keeps was read.')).toBeVisible({ timeout: 60_000 })
}

export async function signIn(page: Page, onebill: Onebill): Promise<void> {
  await page.goto(`${onebill.url}/sign-in`)
  await page.getByLabel('E-mail').fill(OWNER.email)
  await page.getByLabel('Password').fill(OWNER.password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page).not.toHaveURL(/sign-in/)
}

/** What a person without a mouse or with a screen reader would trip over: every rule of axe, advice included. */
export async function accessibilityProblems(page: Page): Promise<string[]> {
  await page.addScriptTag({ content: AxeBuilder.source })
  return page.evaluate(async () => {
    const { axe } = window as unknown as { axe: typeof AxeBuilder }
    const { violations } = await axe.run(document, {
      resultTypes: ['violations'],
      rules: { 'target-size': { enabled: true } },
    })
    return violations.map(
      ({ id, help, nodes }) => `${id}: ${help}: ${nodes.map((node) => node.html).join(' | ')}`,
    )
  })
}

export async function expectAccessible(page: Page): Promise<void> {
  expect(await accessibilityProblems(page)).toEqual([])
}

export async function expectNoSidewaysScroll(page: Page): Promise<void> {
  const widths = await page.evaluate(() => [document.documentElement.scrollWidth, window.innerWidth])
  expect(widths[0], 'the page is as wide as the window').toBeLessThanOrEqual(widths[1] ?? 0)
}
