import type { Locator, Page } from '@playwright/test'
import { GLOSSARY, type WordId } from '../lib/domain/glossary'
import { type Onebill, startOnebill } from './onebill'
import { becomeOwner, expectAccessible, expectNoSidewaysScroll, signIn } from './people'
import { expect, test } from './story'

test.describe.configure({ mode: 'serial' })
test.setTimeout(180_000)

const PHONE = { width: 390, height: 844 }

/** Where words stand, and one that has to be among them. */
const PAGES: [address: string, word: WordId][] = [
  ['/', 'plan-fee'],
  ['/keys', 'owner'],
  ['a key', 'key-hint'],
  ['/reconciliation', 'cache-read'],
  ['/plans', 'spread'],
  ['a plan', 'api-usage'],
  ['/findings', 'finding'],
  ['a finding', 'at-stake'],
  ['/review/2026-W46', 'pool'],
]

/** Each of them shows a plan, or asks for one. */
const SHOWS_A_PLAN = [
  '/',
  '/plans',
  'a plan',
  '/plans/new',
  '/plans/catalogue',
  '/claude-code',
  '/review/2026-W46',
  '/start',
]

let onebill: Onebill

test.beforeAll(async () => {
  onebill = await startOnebill()
})

test.afterAll(async () => {
  await onebill?.stop()
})

const words = (page: Page) => page.locator('button[data-word]:visible')
const wordOf = (page: Page, id: WordId) => page.locator(`button[data-word="${id}"]:visible`).first()
const shown = (page: Page) => page.locator('.explanation:popover-open')

async function open(page: Page, address: string): Promise<void> {
  const lists: Record<string, string> = { 'a key': '/keys', 'a plan': '/plans', 'a finding': '/findings' }
  const list = lists[address]
  await page.goto(onebill.url + (list ?? address))
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  if (!list) return
  const href = await page.getByRole('main').locator(`tbody a[href^="${list}/"]`).first().getAttribute('href')
  await page.goto(onebill.url + href)
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
}

/** Hover and focus come with the script; a page is alive once it has answered one of them. */
async function awaitLife(page: Page): Promise<void> {
  const word = words(page).first()
  await expect(async () => {
    await word.blur()
    await word.focus()
    await expect(shown(page)).toBeVisible({ timeout: 1_000 })
  }).toPass()
  await page.keyboard.press('Escape')
  await word.blur()
}

/** Whether nothing closes it while the pointer rests: twice as long as it takes to close. */
function staysOpen(page: Page): Promise<boolean> {
  return shown(page).evaluate(
    (explanation) =>
      new Promise<boolean>((resolve) => {
        explanation.addEventListener('toggle', () => resolve(false), { once: true })
        setTimeout(resolve, 500, true)
      }),
  )
}

async function expectExplained(page: Page, word: Locator): Promise<WordId> {
  const id = (await word.getAttribute('data-word')) as WordId
  await expect(shown(page)).toHaveText(`${GLOSSARY[id].word} ${GLOSSARY[id].means}`)
  const size = page.viewportSize() ?? PHONE
  const box = await shown(page).boundingBox()
  const at = await word.boundingBox()
  if (!box || !at) throw new Error(`${id} is not placed`)
  expect(box.x, `${id} begins in the window`).toBeGreaterThanOrEqual(0)
  expect(box.x + box.width, `${id} ends in the window`).toBeLessThanOrEqual(size.width)
  expect(box.y, `${id} is not above the window`).toBeGreaterThanOrEqual(0)
  expect(box.y + box.height, `${id} is not below the window`).toBeLessThanOrEqual(size.height)
  const gap = Math.max(box.y - (at.y + at.height), at.y - (box.y + box.height))
  expect(gap, `${id} stands beside its word, and not over it`).toBeGreaterThanOrEqual(0)
  expect(gap, `${id} stands beside its word`).toBeLessThanOrEqual(16)
  return id
}

test('by keyboard alone each word explains itself, and Escape takes it away', async ({ page }) => {
  await becomeOwner(page, onebill)
  expect(onebill.commandLine('demo', 'load').status).toBe(0)
  for (const [address, needed] of PAGES) {
    await open(page, address)
    await awaitLife(page)
    const count = await words(page).count()
    const explained: WordId[] = []
    await page.getByRole('link', { name: /^Skip/ }).focus()
    for (let steps = 0; explained.length < count && steps < 600; steps += 1) {
      await page.keyboard.press('Tab')
      const word = page.locator('button[data-word]:focus')
      if ((await word.count()) === 0) continue
      explained.push(await expectExplained(page, word))
      await page.keyboard.press('Escape')
      await expect(shown(page)).toHaveCount(0)
      await expect(word, 'Escape leaves the focus where it was').toBeFocused()
    }
    expect(explained, `${address}: all its words were reached`).toHaveLength(count)
    expect(explained, address).toContain(needed)
  }
})

test('by touch on a phone each word explains itself without leaving the screen', async ({ browser }) => {
  const context = await browser.newContext({
    viewport: PHONE,
    hasTouch: true,
    isMobile: true,
    colorScheme: 'dark',
  })
  const page = await context.newPage()
  await signIn(page, onebill)
  for (const [address, needed] of PAGES) {
    await open(page, address)
    const before = page.url()
    const ids = new Set(
      await words(page).evaluateAll((all) => all.map((each) => each.getAttribute('data-word'))),
    )
    expect(ids, address).toContain(needed)
    for (const id of ids as Set<WordId>) {
      const word = wordOf(page, id)
      await word.evaluate((each) => each.scrollIntoView({ block: 'center', inline: 'center' }))
      await word.tap()
      await expectExplained(page, word)
      await expectNoSidewaysScroll(page)
      await word.tap()
      await expect(shown(page), 'a second tap takes it away').toHaveCount(0)
    }
    await wordOf(page, [...ids][0] as WordId).tap()
    await expect(shown(page)).toBeVisible()
    await expectAccessible(page)
    await page.getByRole('heading', { level: 1 }).tap()
    await expect(shown(page), 'a tap elsewhere takes it away').toHaveCount(0)
    expect(page.url()).toBe(before)
  }
  await context.close()
})

test('under the pointer it comes, can be pointed at, goes, and stays when asked to', async ({ page }) => {
  await signIn(page, onebill)
  await open(page, '/reconciliation')
  await awaitLife(page)
  const word = wordOf(page, 'cache-read')
  await word.scrollIntoViewIfNeeded()
  await word.hover()
  await expectExplained(page, word)
  await shown(page).hover()
  expect(await staysOpen(page)).toBe(true)
  await page.getByRole('heading', { level: 1 }).hover()
  await expect(shown(page)).toHaveCount(0)

  await word.hover()
  await expect(shown(page)).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(shown(page)).toHaveCount(0)

  await page.getByRole('heading', { level: 1 }).hover()
  await word.hover()
  await expect(shown(page)).toBeVisible()
  await word.click()
  await wordOf(page, 'billed').hover()
  expect(await staysOpen(page), 'another word beneath the pointer does not take it away').toBe(true)
  await expectExplained(page, word)
  await word.click()
  await expect(shown(page)).toHaveCount(0)
})

test('beside what can be pressed already, both do their own', async ({ page }) => {
  await signIn(page, onebill)
  await open(page, '/keys')
  const heading = page.getByRole('columnheader', { name: 'Owner' })
  await heading.getByRole('button').click()
  await expectExplained(page, heading.getByRole('button'))
  await expect(page).toHaveURL(`${onebill.url}/keys`)
  await page.keyboard.press('Escape')
  await heading.getByRole('link').click()
  await expect(page).toHaveURL(/sort=-?owner/)

  await open(page, '/budgets/new')
  const box = page.getByRole('checkbox', { name: 'API use' })
  const was = await box.isChecked()
  await wordOf(page, 'api-usage').click()
  await expect(shown(page)).toBeVisible()
  expect(await box.isChecked()).toBe(was)
  await page.getByText('API use', { exact: true }).click()
  expect(await box.isChecked()).toBe(!was)
})

test('without script a word still explains itself, and on paper it is only a word', async ({
  browser,
  page,
}) => {
  await signIn(page, onebill)
  const storageState = await page.context().storageState()
  const context = await browser.newContext({ javaScriptEnabled: false, storageState })
  const still = await context.newPage()
  await still.goto(`${onebill.url}/reconciliation`)
  const word = wordOf(still, 'list-price')
  await word.click()
  await expect(shown(still)).toContainText(GLOSSARY['list-price'].means)
  await still.emulateMedia({ media: 'print' })
  await expect(shown(still)).toBeHidden()
  await expect(word).toBeVisible()
  await expect(word).toHaveCSS('text-decoration-line', 'none')
  await context.close()
})

test('what cannot be chosen says why, to the keyboard and to a finger', async ({ browser }) => {
  const context = await browser.newContext({ viewport: PHONE, hasTouch: true, isMobile: true })
  const page = await context.newPage()
  await signIn(page, onebill)
  await open(page, '/')
  await awaitLife(page)
  const hour = page.getByRole('button', { name: 'Hour', exact: true })
  await expect(hour).toHaveAttribute('aria-disabled', 'true')
  await page.getByRole('link', { name: 'Cost centre', exact: true }).focus()
  await page.keyboard.press('Tab')
  await expect(hour).toBeFocused()
  await expect(shown(page)).toHaveText(/^Hour.* at most \d+ days/)
  await page.keyboard.press('Escape')
  await expect(shown(page)).toHaveCount(0)
  await hour.tap({ force: true }) // it is not enabled, and says why all the same
  await expect(shown(page)).toHaveText(/^Hour.* at most \d+ days/)
  await expect(hour).toHaveAccessibleDescription(/^Hour/)
  await expectNoSidewaysScroll(page)
  await expectAccessible(page)
  await context.close()
})

test('each text is on a page once, and every word finds its own', async ({ page }) => {
  await signIn(page, onebill)
  for (const [address] of PAGES) {
    await open(page, address)
    const { targets, ids } = await page.evaluate(() => ({
      targets: [...document.querySelectorAll('button[data-word]')].map((one) =>
        one.getAttribute('popovertarget'),
      ),
      ids: [...document.querySelectorAll('.explanation')].map(({ id }) => id),
    }))
    expect(new Set(ids).size).toBe(ids.length)
    expect(targets.filter((id) => id === null || !ids.includes(id))).toEqual([])
    const rows = await page.locator('tbody tr button[data-word]').count()
    expect(rows, 'words stand in headings and at the foot, not in every row').toBeLessThan(12)
  }
})

test('wherever a plan stands, so does what it does not cover', async ({ page }) => {
  await signIn(page, onebill)
  for (const address of SHOWS_A_PLAN) {
    await open(page, address)
    const main = page.getByRole('main')
    await expect(main, address).toContainText(
      /API usage is billed separately and is not part of (this plan|these plans|any plan)/,
    )
    await expect(main.getByRole('link', { name: 'What a plan covers' }).first()).toHaveAttribute(
      'href',
      '/learn/plan-covers',
    )
  }
})

test('a question typed into search leads to the word', async ({ page }) => {
  await signIn(page, onebill)
  await open(page, '/plans')
  await page.getByRole('button', { name: 'Search' }).click()
  await page.getByRole('combobox', { name: 'Search' }).fill('What does cache read mean?')
  await expect(page.getByRole('option', { name: 'What does “Cache read” mean?' })).toHaveAttribute(
    'aria-selected',
    'true',
  )
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(`${onebill.url}/learn/words#cache-read`)
  await expect(page.getByRole('heading', { level: 1, name: 'Words' })).toBeVisible()
  await expect(
    page.getByRole('definition').filter({ hasText: GLOSSARY['cache-read'].means }),
  ).toBeInViewport()
})
