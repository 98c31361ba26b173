import type { Browser, Locator, Page } from '@playwright/test'
import { NOW, type Onebill, startOnebill, startSimulator, type Simulator } from './onebill'
import { becomeOwner, connect, expectAccessible, expectNoSidewaysScroll, OWNER, signIn } from './people'
import { expect, test } from './story'

test.describe.configure({ mode: 'serial' })

/** Each in another week: the one before it is over and read. */
const FIRST = NOW
const SECOND = '2026-11-24T10:30:00Z'
const THIRD = '2026-12-01T10:30:00Z'
const GRACE = { name: 'Grace Hopper', email: 'grace@example.com', password: 'compilers for everybody' }

let simulator: Simulator
let onebill: Onebill
/** The key that was deactivated by keyboard, and what was put off. */
let putOff = ''

test.beforeAll(async () => {
  simulator = await startSimulator('team', FIRST)
  onebill = await startOnebill({ ANTHROPIC_BASE_URL: simulator.url, ONEBILL_NOW: FIRST })
})

test.afterAll(async () => {
  await onebill?.stop()
  await simulator?.stop()
})

async function statusAtAnthropic(name: string): Promise<string | undefined> {
  const headers = { 'x-api-key': simulator.adminKey, 'anthropic-version': '2026-10-21' }
  const response = await fetch(`${simulator.url}/v1/organizations/api_keys?limit=1000`, { headers })
  const { data } = (await response.json()) as { data: { name: string; status: string }[] }
  return data.find((key) => key.name === name)?.status
}

async function moveTo(now: string): Promise<void> {
  await simulator.control({ clock: now })
  await onebill.killAndRestart({ ONEBILL_NOW: now })
  expect(onebill.commandLine('sync').status).toBe(0)
}

const lines = (page: Page) =>
  page
    .getByRole('list', { name: 'Lines to decide on' })
    .getByRole('heading', { level: 3 })
    .getByRole('button')
const openLine = (page: Page) => page.locator('li', { has: page.locator('button[aria-expanded=true]') })
const undecided = (page: Page) => lines(page).filter({ hasText: 'Undecided' })
const progress = (page: Page) => page.getByRole('progressbar', { name: 'Decided' })
const decidedOf = async (page: Page) => Number(await progress(page).getAttribute('aria-valuenow'))

/** Tab and nothing else, until it has the focus. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  await expect(target).toBeVisible()
  for (let pressed = 0; pressed < 80; pressed++) {
    if (await target.evaluate((element) => element === document.activeElement)) return
    await page.keyboard.press('Tab')
  }
  throw new Error('the focus never came there')
}

/** Presses until the page has come alive and hears it. */
async function pressUntil(page: Page, key: string, heard: () => Promise<void>): Promise<void> {
  await expect(async () => {
    await page.keyboard.press(key)
    await heard()
  }).toPass({ timeout: 20_000 })
}

test('a week by keyboard alone: opened, each line decided, one key deactivated, signed', async ({ page }) => {
  test.setTimeout(180_000)
  await becomeOwner(page, onebill)
  await connect(page, simulator.adminKey)
  await page.goto(`${onebill.url}/settings/connections`)
  await page.getByRole('switch', { name: 'Read-only' }).click()
  await expect(page.getByRole('switch', { name: 'Read-only' })).not.toBeChecked()

  await expect(async () => {
    await page.keyboard.press('g')
    await page.keyboard.press('w')
    await expect(page).toHaveURL(`${onebill.url}/review`, { timeout: 2_000 })
  }).toPass()
  await expectAccessible(page)
  await tabTo(
    page,
    page
      .getByRole('main')
      .getByRole('link', { name: /Week 46/ })
      .first(),
  )
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1, name: 'Week 46, 9 – 15 Nov 2026' })).toBeVisible()
  await expect(lines(page).first()).toBeVisible()
  await expectAccessible(page)
  await page.keyboard.press('?')
  const help = page.getByRole('dialog', { name: 'Help' })
  await expect(help.getByRole('heading', { level: 3 }).first()).toHaveText('Keys on this page')
  await expect(help.getByText('Take the decision back')).toHaveCount(1)
  await page.keyboard.press('Escape')
  await expect(help).toBeHidden()

  const total = await lines(page).count()
  expect(total, 'a week that asks something').toBeGreaterThan(3)
  await expect(page.getByText('What the decisions mean')).toBeVisible()
  await pressUntil(page, 'k', () => expect(lines(page).first()).toBeFocused({ timeout: 1_000 }))
  await page.keyboard.press('j')
  await expect(lines(page).nth(1)).toBeFocused()
  await expect(lines(page).nth(1)).toHaveAttribute('aria-expanded', 'true')
  await page.keyboard.press('ArrowUp')
  await expect(lines(page).first()).toBeFocused()

  await page.keyboard.press('n')
  await page.keyboard.type('seen with the team, jkeadxl')
  await page.keyboard.press('Enter')
  await expect(lines(page).first()).toBeFocused()
  await expect(openLine(page).getByLabel('Note')).toHaveValue('seen with the team, jkeadxl')
  expect(await decidedOf(page), 'letters of a note decide nothing').toBe(0)

  let deactivated = ''
  for (let step = 0; step < total; step++) {
    const line = openLine(page)
    const before = await decidedOf(page)
    const offers = (verb: string) =>
      line.getByRole('button', { name: new RegExp(`^${verb}`), pressed: false }).isVisible()
    if (!putOff && step > 0) {
      putOff =
        (await lines(page)
          .nth(await indexOfOpen(page))
          .locator('span')
          .nth(1)
          .textContent()) ?? ''
      await page.keyboard.press('l')
    } else if (!deactivated && (await offers('Deactivate'))) {
      await page.keyboard.press('d')
      const dialog = page.getByRole('dialog')
      await expect(dialog).toContainText(/Last 30 days: .*Stopping it saves/)
      await expectAccessible(page)
      await expect(dialog.getByLabel('Reason')).toBeFocused()
      deactivated = /“(.+)”/.exec((await dialog.getByRole('heading').textContent()) ?? '')?.[1] ?? ''
      expect(await statusAtAnthropic(deactivated), 'nothing is done before it is confirmed').toBe('active')
      await page.keyboard.type('decided in the review')
      await page.keyboard.press('Enter')
      await expect(dialog).toBeHidden()
      await expect(line.getByText(/Deactivated from here on .*confirmed by Anthropic/)).toBeVisible()
      expect(await statusAtAnthropic(deactivated)).toBe('inactive')
      await expect(line.locator('h3 button')).toBeFocused()
      if (step < total - 1) await nextOpenOne(page)
    } else await page.keyboard.press((await offers('Expected')) ? 'x' : 'e')
    await expect(progress(page)).toHaveAttribute('aria-valuenow', String(before + 1))
  }
  expect(deactivated, 'a key was there to be deactivated').not.toBe('')
  await expect(undecided(page)).toHaveCount(0)

  await page.keyboard.press('u')
  await expect(progress(page)).toHaveAttribute('aria-valuenow', String(total - 1))
  await page.keyboard.press('l')
  await expect(progress(page)).toHaveAttribute('aria-valuenow', String(total))
  await page.keyboard.press('e')
  await expect(page.getByText('“Later” became “Keep”; u takes it back.')).toBeVisible()
  await page.keyboard.press('u')
  await expect(page.getByText('Taken back: “Later” stands again.')).toBeVisible()
  await expect(progress(page)).toHaveAttribute('aria-valuenow', String(total))

  await page.keyboard.press('s')
  const signing = page.getByRole('dialog')
  await expect(signing).toContainText(`All ${total} lines are decided.`)
  await expect(signing).toContainText('asked again in week 47')
  await expectAccessible(page)
  await page.keyboard.type('a good week')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('region', { name: 'Signature' })).toContainText(`Signed by ${OWNER.name}`)
  await expect(page.getByRole('region', { name: 'Signature' })).toContainText('“a good week”')
  await expectAccessible(page)
  await page.goto(`${onebill.url}/review`)
  await expect(page.getByRole('row', { name: /Week 46/ })).toContainText(`${total} of ${total}`)
  await expect(page.getByRole('row', { name: /Week 46/ })).toContainText(/\$[\d,]+\.\d\d.*Ada Byron/)
  await expectAccessible(page)
})

const indexOfOpen = async (page: Page) =>
  lines(page).evaluateAll((all) => all.findIndex((one) => one.getAttribute('aria-expanded') === 'true'))

/** By keys, to the next line nobody decided on; round the end if need be. */
async function nextOpenOne(page: Page): Promise<void> {
  for (const key of ['j', 'k'])
    for (let index = 0; index < 60; index++) {
      if (/Undecided/.test((await openLine(page).locator('h3').textContent()) ?? '')) return
      const before = await indexOfOpen(page)
      await page.keyboard.press(key)
      if ((await indexOfOpen(page)) === before) break
    }
}

test('keys that are switched off decide nothing; buttons still do', async ({ page }) => {
  await signIn(page, onebill)
  await page.evaluate(() => window.localStorage.setItem('single-keys', 'off'))
  await page.goto(`${onebill.url}/review/2026-W45`)
  await expect(lines(page).first()).toBeVisible()
  await openLine(page).getByRole('button', { name: 'Later' }).click()
  await expect(progress(page)).toHaveAttribute('aria-valuenow', '1')
  await page.keyboard.press('l')
  await page.keyboard.press('e')
  await page.getByRole('button', { name: 'Only undecided' }).click()
  await expect(lines(page).filter({ hasText: 'Later' })).toHaveCount(0)
  await expect(progress(page)).toHaveAttribute('aria-valuenow', '1')
})

test('a week that runs is shown as it stands, and nothing can be decided', async ({ page }) => {
  await signIn(page, onebill)
  await page.goto(`${onebill.url}/review/2026-W47`)
  await expect(page.getByText('A preview: nothing can be decided yet')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Sign' })).toHaveCount(0)
  await expectAccessible(page)
})

test.describe('at 390 px by touch', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true })

  test('the next week: what was put off is asked again, and all of it is decided by thumb', async ({
    page,
  }) => {
    test.setTimeout(180_000)
    await page.goto('about:blank') // nothing asks while nobody answers
    await moveTo(SECOND)
    await signIn(page, onebill)
    await page.getByRole('navigation', { name: 'Sections' }).getByRole('link', { name: 'Review' }).tap()
    await page
      .getByRole('main')
      .getByRole('link', { name: /Week 47/ })
      .first()
      .tap()
    await expect(page.getByRole('heading', { level: 1, name: /^Week 47/ })).toBeVisible()
    await expect(lines(page).first()).toBeVisible()
    await expectNoSidewaysScroll(page)
    await expectAccessible(page)

    const carried = page.getByRole('link', { name: '2026-W46' })
    const total = await lines(page).count()
    const bar = page.getByRole('group', { name: /^Decide on/ })
    await expect(bar, 'nobody decides on what they have not seen').toBeHidden()
    await openLine(page).scrollIntoViewIfNeeded()
    await expectReachable(page, bar)
    let isAskedAgain = false
    let deactivated = false
    for (let step = 0; step < total; step++) {
      const before = await decidedOf(page)
      isAskedAgain ||= await openLine(page).filter({ has: carried }).isVisible()
      const stop = bar.getByRole('button', { name: 'Deactivate', pressed: false })
      if (!deactivated && (await stop.isVisible())) {
        await stop.tap()
        const dialog = page.getByRole('dialog')
        await expect(dialog).toContainText(/Last 30 days/)
        await dialog.getByLabel('Reason').fill('by thumb')
        await dialog.getByRole('button', { name: 'Deactivate' }).tap()
        await expect(dialog).toBeHidden()
        await expect(openLine(page).getByText(/Deactivated from here on/)).toBeVisible()
        deactivated = true
        const next = undecided(page).first()
        if (step < total - 1) await next.tap()
      } else {
        const expected = bar.getByRole('button', { name: 'Expected', pressed: false })
        await ((await expected.isVisible()) ? expected : bar.getByRole('button', { name: 'Keep' })).tap()
      }
      await expect(progress(page)).toHaveAttribute('aria-valuenow', String(before + 1))
    }
    expect(isAskedAgain, 'what was put off says since when').toBe(true)
    expect(deactivated).toBe(true)
    await expectNoSidewaysScroll(page)
    await page.getByRole('button', { name: 'Sign' }).tap()
    await page.getByRole('dialog').getByRole('button', { name: 'Sign' }).tap()
    await expect(page.getByRole('region', { name: 'Signature' })).toContainText(`Signed by ${OWNER.name}`)
    await expectNoSidewaysScroll(page)
    await page.goto(`${onebill.url}/review`)
    await expect(page.getByText(/2 reviews signed/)).toBeVisible()
    await expectNoSidewaysScroll(page)
  })
})

/** In the lower half of the screen, and each large enough for a thumb. */
async function expectReachable(page: Page, bar: Locator): Promise<void> {
  for (const button of await bar.getByRole('button').all()) {
    const box = await button.boundingBox()
    expect(box?.height).toBeGreaterThanOrEqual(44)
    expect(box?.width).toBeGreaterThanOrEqual(44)
    expect(box?.y).toBeGreaterThan((page.viewportSize()?.height ?? 0) / 2)
  }
}

async function joinAsMember(browser: Browser): Promise<Page> {
  const token = onebill.commandLine('token', 'create', '--name', 'invite', '--role', 'owner').stdout.trim()
  const response = await fetch(`${onebill.url}/api/v1/people/invitations`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', connection: 'close' },
    body: JSON.stringify({ email: GRACE.email, role: 'member' }),
  })
  const { url } = (await response.json()) as { url: string }
  const page = await (await browser.newContext()).newPage()
  await page.goto(url)
  await page.getByLabel('Your name').fill(GRACE.name)
  await page.getByLabel('Password').fill(GRACE.password)
  await page.getByRole('button', { name: 'Join' }).click()
  await expect(page).toHaveURL(`${onebill.url}/`)
  return page
}

test('two people on one review at once: each sees the other, and nothing is lost', async ({ browser }) => {
  test.setTimeout(180_000)
  const address = `${onebill.url}/review/2026-10`
  const ada = await (await browser.newContext()).newPage()
  await signIn(ada, onebill)
  const grace = await joinAsMember(browser)
  await ada.goto(address)
  await expect(lines(ada).first()).toBeVisible()
  await grace.goto(address)
  await expect(lines(grace).first()).toBeVisible()
  const total = await lines(ada).count()
  expect(total).toBeGreaterThan(4)
  const at = (page: Page, index: number) => lines(page).nth(index)
  const choose = async (page: Page, index: number) => {
    if ((await at(page, index).getAttribute('aria-expanded')) !== 'true') await at(page, index).click()
    await expect(at(page, index)).toHaveAttribute('aria-expanded', 'true')
  }
  const say = (page: Page, verb: string) =>
    openLine(page).getByRole('group', { name: 'Decision' }).getByRole('button', { name: verb }).click()

  await test.step('different lines: each comes to the other, who goes on typing where they were', async () => {
    await choose(ada, 1)
    const note = openLine(ada).getByLabel('Note')
    await note.pressSequentially('half a ')
    const top = await ada.evaluate(() => window.scrollY)
    await choose(grace, 0)
    await say(grace, 'Keep')
    await expect(at(ada, 0)).toContainText('Keep')
    await expect(at(ada, 0)).toContainText(GRACE.name)
    await expect(ada.getByText(`${GRACE.name}: Keep`)).toBeVisible()
    await expect(note).toBeFocused()
    expect(await ada.evaluate(() => window.scrollY)).toBe(top)
    await note.pressSequentially('sentence')
    await expect(note).toHaveValue('half a sentence')
    await ada.keyboard.press('Enter')
    await say(ada, 'Keep')
    await expect(at(grace, 1)).toContainText(OWNER.name)
    await choose(grace, 1)
    await expect(openLine(grace).getByLabel('Note')).toHaveValue('half a sentence')
  })

  await test.step('the same line, unseen: whoever was slower is told, and may say it over that', async () => {
    const unheard = { revision: 0, state: null, lines: [] }
    await ada.route('**/review.json*', (route) => route.fulfill({ json: unheard }))
    await choose(ada, 2)
    await choose(grace, 2)
    await say(grace, 'Keep')
    await expect(at(grace, 2)).toContainText('Keep')
    await expect(grace.getByText('· saving')).toHaveCount(0)
    await choose(ada, 2)
    await say(ada, 'Later')
    await expect(at(ada, 2)).toContainText('Not saved')
    await choose(ada, 2)
    const told = openLine(ada)
    await expect(told).toContainText(`${GRACE.name} was faster: Keep`)
    await expectAccessible(ada)
    await told.getByRole('button', { name: 'Say it over that: Later' }).click()
    await expect(at(ada, 2)).toContainText('Later')
    await ada.unroute('**/review.json*')
    await expect(at(grace, 2)).toContainText('Later')
    await expect(at(grace, 2)).toContainText(OWNER.name)
  })

  await test.step('the same line in the same moment: one stands, the other is kept before its maker', async () => {
    await choose(ada, 3)
    await choose(grace, 3)
    await Promise.all([say(ada, 'Later'), say(grace, 'Keep')])
    await expect(ada.getByText('· saving')).toHaveCount(0)
    await expect(grace.getByText('· saving')).toHaveCount(0)
    const notSaved = [ada, grace].map((page) => at(page, 3).getByText('Not saved'))
    await expect
      .poll(async () => (await Promise.all(notSaved.map((one) => one.count()))).reduce((a, b) => a + b))
      .toBe(1)
    const [slower = ada, faster = grace] = (await notSaved[0]?.count()) === 1 ? [ada, grace] : [grace, ada]
    await choose(slower, 3)
    await openLine(slower).getByRole('button', { name: 'Leave it so' }).click()
    const stands = slower === ada ? 'Keep' : 'Later'
    await expect(at(slower, 3)).toContainText(stands)
    await expect(at(faster, 3)).toContainText(stands)
  })

  await test.step('what does not get through is kept, and said again', async () => {
    await choose(grace, 4)
    await grace.context().setOffline(true)
    await say(grace, 'Later')
    await expect(grace.getByText('1 line is not saved')).toBeVisible()
    await grace.context().setOffline(false)
    await grace.getByText('1 line is not saved').click()
    await openLine(grace).getByRole('button', { name: 'Try again: Later' }).click()
    await expect(at(grace, 4)).toContainText('Later')
    await expect(at(ada, 4)).toContainText(GRACE.name)
  })

  await test.step('a member may not deactivate, is told so, and all that was said is kept', async () => {
    const stop = lines(grace).filter({ hasText: 'Undecided' })
    for (const line of await stop.all()) {
      await line.click()
      const button = openLine(grace).getByRole('button', { name: /^Deactivate/ })
      if (!(await button.isVisible())) continue
      await button.click()
      await expect(grace.getByRole('dialog')).toContainText('Changing keys at Anthropic takes the role admin')
      await grace.keyboard.press('Escape')
      break
    }
    await ada.reload()
    await ada.getByText(/^All that was said/).click()
    const said = ada.getByRole('list', { name: 'All that was said' })
    await expect(said.getByRole('listitem').filter({ hasText: GRACE.name })).not.toHaveCount(0)
    await expect(said.getByRole('listitem').filter({ hasText: /Later.*Ada Byron/ })).not.toHaveCount(0)
    await expect(said.getByRole('listitem').filter({ hasText: /Keep.*Grace Hopper/ })).not.toHaveCount(0)
    await expectAccessible(ada)
  })

  await test.step('one signs, the other sees it; reopening is seen as well', async () => {
    await ada.getByRole('button', { name: 'Sign' }).click()
    await expect(ada.getByRole('dialog')).toContainText(/stays? open, asked again in November 2026/)
    await ada.getByRole('dialog').getByRole('button', { name: 'Sign' }).click()
    await expect(grace.getByRole('region', { name: 'Signature' })).toContainText(OWNER.name)
    await grace.getByRole('button', { name: 'Reopen' }).click()
    await expect(ada.getByRole('region', { name: 'Signature' })).toHaveCount(0)
    await expect(ada.getByRole('button', { name: 'Sign' })).toBeVisible()
  })
  await ada.context().close()
  await grace.context().close()
})

test('restated later: the figures stay as they were signed, the difference stands beside them', async ({
  page,
}) => {
  await signIn(page, onebill)
  await page.goto(`${onebill.url}/review/2026-W47`)
  const total = page.getByRole('row', { name: /^Total/ })
  const before = await total.textContent()
  await page.goto('about:blank')
  await simulator.control({ restate: { day: '2026-11-18', percent: 150, usage: true } })
  await moveTo(THIRD)
  await page.goto(`${onebill.url}/review/2026-W47`)
  await expect(page.getByText('Adjustments since')).toBeVisible()
  await expect(page.getByText(/Since it was closed the total changed by \+\$/)).toBeVisible()
  expect(await total.textContent()).toBe(before)
  await expectAccessible(page)
})
