import AxeBuilder from 'axe-core'
import type { Page } from '@playwright/test'
import { startMailServer, type MailServer } from './mail-server'
import { type Onebill, startOnebill, startSimulator, type Simulator } from './onebill'
import { becomeOwner, connect, expectNoSidewaysScroll, OWNER } from './people'
import { expect, test } from './story'

const FRIDAY = '2026-11-20T10:30:00Z'
const MONDAY = '2026-11-23T10:30:00Z'

let mail: MailServer
let simulator: Simulator
let onebill: Onebill

test.beforeAll(async () => {
  mail = await startMailServer()
  simulator = await startSimulator('team', FRIDAY)
  onebill = await startOnebill({
    ...{ ANTHROPIC_BASE_URL: simulator.url, ONEBILL_NOW: FRIDAY },
    ...{ SMTP_URL: mail.url, MAIL_FROM: 'Onebill <onebill@example.com>' },
  })
})

test.afterAll(async () => {
  await onebill?.stop()
  await simulator?.stop()
  await mail?.stop()
})

const plain = (words: string) => words.replace(/\s+/g, ' ').trim()
const digests = () =>
  mail.received().filter(({ to, text }) => to === OWNER.email && text.includes('/review/2026-W47'))

/** Words that are hard to read on what is behind them. */
async function faintWords(page: Page): Promise<string[]> {
  await page.addScriptTag({ content: AxeBuilder.source })
  return page.evaluate(async () => {
    const { axe } = window as unknown as { axe: typeof AxeBuilder }
    const { violations, passes } = await axe.run(document, { runOnly: ['color-contrast'] })
    if (passes.length === 0) throw new Error('no colour was looked at')
    return violations.flatMap(({ nodes }) => nodes.map(({ html }) => html))
  })
}

test('on Monday the mail says what the page says, to the digit, and is read in light and dark', async ({
  page,
}) => {
  test.setTimeout(180_000)
  await becomeOwner(page, onebill)
  await connect(page, simulator.adminKey)
  await simulator.control({ clock: MONDAY })
  await onebill.killAndRestart({ ONEBILL_NOW: MONDAY })
  await page.goto(onebill.url)
  await page.getByRole('button', { name: 'Sync now' }).click()
  await expect.poll(() => digests().length, { timeout: 120_000 }).toBe(1)
  const [{ text, html } = { text: '', html: '' }] = digests()

  const link = /^http\S+\/review\/2026-W47$/m.exec(text)?.[0] ?? ''
  expect(link).toContain(onebill.url)
  await page.goto(link)
  const figures = page.getByRole('region', { name: 'By pool' })
  await expect(figures).toBeVisible()
  const rows = new Map<string, string[]>()
  for (const row of await figures.getByRole('row').all()) {
    const cells = (await row.locator('td, th').allInnerTexts()).map(plain)
    const [name = '', now = '', before = '', change = ''] = cells
    rows.set(name, [now, before, change.replace(/ \(.*\)$/, '')])
  }
  const mailed = text
    .split('\n')
    .map((line) => line.split(/ {2,}/))
    .filter((cells) => cells.length === 4 && cells[0] !== '')
  expect(mailed.length).toBeGreaterThanOrEqual(2)
  for (const [label = '', ...cells] of mailed) expect(rows.get(label), label).toEqual(cells.map(plain))

  const main = plain(await page.getByRole('main').innerText())
  const [, total = '', change = '', reason = ''] = text.split('\n').filter((line) => line !== '')
  expect(main).toContain(plain(total))
  expect(main).toContain(plain(change))
  expect(main).toContain(plain(reason))
  const sentences = text.split('\n').filter((line) => line.startsWith('- '))
  expect(sentences.length).toBeGreaterThan(3)
  for (const sentence of sentences) expect(main).toContain(plain(sentence.slice(2)))

  await page.goto(`${onebill.url}/settings/alerts`)
  await page.getByRole('link', { name: 'Read the last review' }).click()
  expect(plain(await page.getByLabel('The last review').innerText())).toBe(plain(text))

  for (const colorScheme of ['light', 'dark'] as const)
    for (const width of [600, 390]) {
      await page.emulateMedia({ colorScheme })
      await page.setViewportSize({ width, height: 844 })
      await page.goto('about:blank')
      await page.setContent(html)
      expect(await faintWords(page)).toEqual([])
      await expectNoSidewaysScroll(page)
      const paper = await page.evaluate(() => getComputedStyle(document.body).backgroundColor)
      expect(paper).toBe(colorScheme === 'dark' ? 'rgb(16, 18, 22)' : 'rgb(244, 242, 236)')
    }
})
