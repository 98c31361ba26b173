import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { mintViewer } from '@/lib/auth/mint-viewer'
import { systemActor } from '@/lib/auth/system-actor'
import { chooseAlerts } from '@/lib/commands/alert-choices'
import { deleteOrganizationData } from '@/lib/commands/organization-data'
import { pool, prisma } from '@/lib/db/client'
import { useDatabase } from '@/lib/db/test-database'
import { defaultAlertChoice } from '@/lib/domain/alert-choice'
import type { Review } from '@/lib/domain/review'
import { poolName } from '@/lib/domain/review-words'
import type { Role } from '@/lib/domain/viewer'
import { formatUsd, formatUsdChange } from '@/lib/format'
import { nano, type Nano } from '@/lib/domain/money'
import { getReview } from '@/lib/queries/reviews'
import { randomWorld, simulate } from '@/lib/simulator/simulator-under-test'
import { tellStory } from '@/lib/simulator/stories/tell-story'
import { FINDING_TABLES } from '@/lib/sync/findings-under-test'
import { connectSimulator, sync } from '@/lib/sync/sync-under-test'
import { deliverLane, spreadNewNotices } from '../alerts/deliver-alerts'
import { addChannel, addPerson, ALERT_TABLES, happened, record } from '../alerts/noticed-under-test'
import { type ArrivedMail, startHook, startMailbox } from '../alerts/receivers-under-test'
import { readLastReview, sendLastReview } from '../alerts/test-alert'
import { closeDueReviews, openReview } from './open-review'

const BEFORE = new Date('2026-10-01T00:00:00Z')
/** Monday, in the night. */
const CLOSING = new Date('2026-11-23T01:20:00Z')
const EIGHT_IN_VIENNA = new Date('2026-11-23T07:00:00Z')
const EIGHT = new Date('2026-11-23T08:00:00Z')
const WEEK = '2026-W47'
const actor = systemActor('test')

vi.setConfig({ testTimeout: 120_000 })
useDatabase({ emptied: [...ALERT_TABLES, ...FINDING_TABLES, 'reviews', 'rate_limit_slots'] })

let mailbox: Awaited<ReturnType<typeof startMailbox>>
let hook: Awaited<ReturnType<typeof startHook>>
beforeAll(async () => {
  mailbox = await startMailbox()
  hook = await startHook()
})
afterAll(() => Promise.all([mailbox.stop(), hook.stop()]))
beforeEach(() => {
  vi.stubEnv('SMTP_URL', mailbox.url)
  vi.stubEnv('ONEBILL_URL', 'https://onebill.example')
})
afterEach(() => {
  vi.unstubAllEnvs()
  mailbox.arrived.length = 0
  mailbox.state.mode = 'ok'
  hook.arrived.length = 0
})

async function round(now: Date): Promise<void> {
  await spreadNewNotices(now)
  const delivering = { clock: () => now, actor, signal: new AbortController().signal }
  await Promise.all((['mail', 'calls'] as const).map((lane) => deliverLane(lane, delivering)))
}

/** An organisation whose last week was read to its end, on the Monday after. */
async function readWeek(world = randomWorld({ rows: 60, now: CLOSING })) {
  const simulator = await simulate({ world, clock: () => CLOSING })
  await connectSimulator(simulator)
  const run = await sync(simulator)
  expect(run.error).toBeNull()
  return world.organization.id
}

const closedReview = async (): Promise<Review> =>
  (await getReview(actor, WEEK, 'real', CLOSING)) ?? expect.fail('it was not closed')
const viewerOf = (user: { id: string; name: string }, role: Role) =>
  mintViewer({ kind: 'user', id: user.id, name: user.name, role, timeZone: 'UTC' })
const changeOf = (now: Nano, before: Nano) =>
  now === before ? 'the same' : formatUsdChange(nano(now - before))
const textOf = ({ text }: ArrivedMail) => text.split('Content-Type: text/html')[0] ?? ''
const htmlOf = ({ text }: ArrivedMail) => text.slice(text.indexOf('<!doctype'), text.indexOf('</html>'))
const wordsOf = (html: string) =>
  html
    .replace(/<style>.*?<\/style>|<\/?span[^>]*>/gs, '')
    .replace(/<[^>]*>/g, '\n')
    .replaceAll('&quot;', '"')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
const figuresIn = (words: string) =>
  [...new Set(words.match(/(?:< |> )?[−+]*\$[\d,]+\.\d\d|[−+]?(?:< )?[\d,]+\s?%/g) ?? [])].map((figure) =>
    figure.replace(/\s/g, ' '),
  )

describe('the closed week', () => {
  it('says in text, HTML and Slack what its page has, to the digit, and nothing else', async () => {
    await addPerson('Ada', 'owner', BEFORE)
    await addChannel(actor, { kind: 'slack', url: hook.url }, BEFORE)
    await readWeek(tellStory('team', { seed: 1, now: CLOSING }).world)
    expect(await closeDueReviews(actor, CLOSING)).toContain(WEEK)
    await round(EIGHT)
    const [mail] = mailbox.arrived
    const call = hook.arrived.find(({ body }) => body.includes('/review/'))
    if (!mail || !call) throw new Error('it did not arrive')
    const { text: notification, blocks } = JSON.parse(call.body) as { text: string; blocks: object[] }
    const texts = JSON.stringify(blocks, (_, value: unknown) =>
      typeof value === 'string' ? value.replaceAll('&lt;', '<').replaceAll('&gt;', '>') : value,
    )
    const [text, html, slack] = [textOf(mail), wordsOf(htmlOf(mail)), texts] as const

    const { figures, lines } = await closedReview()
    const { total, pools } = figures
    expect(total.before).not.toBeNull()
    for (const { now, before, pool } of [...pools, { ...total, pool: null }]) {
      if (now === 0n && before === 0n) continue
      const label = pool === null ? 'Total' : poolName(pool)
      const cells = [
        formatUsd(now).text,
        before === null ? 'not known' : formatUsd(before).text,
        before === null ? 'not known' : changeOf(now, before),
      ]
      const inText = text.split('\n').find((row) => row.startsWith(label)) ?? ''
      expect(inText.split(/ {2,}/)).toEqual([label, ...cells])
      expect(html.split('\n').filter(Boolean).join('|')).toContain(`|${[label, ...cells].join('|')}|`)
      expect(slack).toContain(`*${label}: ${cells[0]}*\\nWeek before: ${cells[1]}\\nChange: ${cells[2]}`)
    }

    const told = figuresIn(text)
    expect(told.length).toBeGreaterThan(15)
    expect(figuresIn(html).sort()).toEqual([...told].sort())
    expect(figuresIn(slack).sort()).toEqual([...told].sort())
    const page = figuresIn(
      [
        ...[...pools, total].flatMap(({ now, before }) => [
          formatUsd(now).text,
          ...(before === null ? [] : [formatUsd(before).text, formatUsdChange(nano(now - before))]),
        ]),
        ...(figures.reasons ?? []).map(({ amount }) => formatUsdChange(amount)),
        ...lines.map(({ sentence }) => sentence),
      ].join('\n'),
    )
    const percent = figuresIn(text.slice(text.indexOf('('), text.indexOf(' against')))
    for (const figure of told) expect([...page, ...percent]).toContain(figure)
    for (const said of [mail.subject, notification])
      expect(said).toContain(`Week 47 is closed: ${formatUsd(total.now).text}`)
    for (const said of [text, htmlOf(mail), slack])
      expect(said).toContain('https://onebill.example/review/2026-W47')
  })

  it('comes once to who may sign it and to who chose it, at their own hour; a webhook gets it too', async () => {
    const vienna = await addPerson('Ada', 'owner', BEFORE)
    await prisma().user.update({ where: { id: vienna.id }, data: { timeZone: 'Europe/Vienna' } })
    await addPerson('Max', 'member', BEFORE)
    await addPerson('Vi', 'viewer', BEFORE)
    const curious = await addPerson('Cleo', 'viewer', BEFORE)
    const tired = await addPerson('Tom', 'admin', BEFORE)
    const choice = defaultAlertChoice('viewer')
    await chooseAlerts(viewerOf(curious, 'viewer'), { ...choice, weeklyReview: true, digestHour: 9 }, BEFORE)
    await chooseAlerts(viewerOf(tired, 'admin'), { ...choice, mail: true, weeklyReview: false }, BEFORE)
    await addChannel(actor, { kind: 'webhook', url: hook.url, leastSeverity: 'high' }, BEFORE)
    await addChannel(actor, { kind: 'webhook', url: hook.url, name: 'without', weeklyReview: false }, BEFORE)
    await readWeek()
    await prisma().notice.deleteMany() // what was found is told elsewhere
    await Promise.all(Array.from({ length: 4 }, () => closeDueReviews(actor, CLOSING)))
    await openReview(actor, { period: WEEK, data: 'real' }, CLOSING)
    const arrived = () => mailbox.arrived.map(({ to }) => to).sort()
    await round(CLOSING)
    expect([arrived(), hook.arrived]).toEqual([[], []])
    await round(EIGHT_IN_VIENNA)
    expect([arrived(), hook.arrived]).toEqual([['ada@example.com'], []])
    await Promise.all([round(EIGHT), round(EIGHT)])
    expect(arrived()).toEqual(['ada@example.com', 'max@example.com'])
    await round(new Date('2026-11-23T09:00:00Z'))
    expect(arrived()).toEqual(['ada@example.com', 'cleo@example.com', 'max@example.com'])
    expect(hook.arrived.map(({ body }) => JSON.parse(body) as object)).toMatchObject([
      {
        type: 'review.ready',
        data: { key: 'review 2026-W47', url: 'https://onebill.example/review/2026-W47' },
      },
    ])
    await round(new Date('2026-11-24T09:00:00Z'))
    expect([mailbox.arrived.length, hook.arrived.length]).toEqual([3, 1])
  })

  it('is the same mail when it is tried again, apart from alerts that are due with it', async () => {
    await addPerson('Ada', 'owner', BEFORE)
    await readWeek()
    await closeDueReviews(actor, CLOSING)
    await record([happened(1)], CLOSING)
    mailbox.state.mode = 'busy'
    await round(EIGHT)
    mailbox.state.mode = 'ok'
    await pool().query('update alert_messages set next_try_at = clock_timestamp()')
    await round(EIGHT)
    const review = mailbox.arrived.filter(({ subject }) => subject.startsWith('Week 47 is closed'))
    expect(review).toHaveLength(1)
    const { messageId } = await prisma().alertDelivery.findFirstOrThrow({
      where: { notice: { kind: 'review_ready' } },
    })
    expect(review[0]?.messageId).toBe(`<alert-${messageId}@onebill.example>`)
    const message = await prisma().alertMessage.findUniqueOrThrow({
      where: { id: messageId ?? '' },
      include: { deliveries: true, attempts: true },
    })
    expect([message.deliveries.length, message.state]).toEqual([1, 'delivered'])
  })

  it('is told nobody who came after it was over, of no week long past, and fails nothing without a mail server', async () => {
    await addPerson('Late', 'owner', CLOSING)
    await readWeek()
    await prisma().notice.deleteMany()
    await closeDueReviews(actor, CLOSING)
    expect(await prisma().notice.count()).toBe(0)
    await prisma().review.deleteMany()
    await prisma().user.updateMany({ data: { createdAt: BEFORE } })
    await openReview(actor, { period: '2026-W46', data: 'real' }, CLOSING)
    await closeDueReviews(actor, new Date('2026-11-26T00:00:00Z'))
    expect(await prisma().notice.count()).toBe(0)
    await prisma().review.deleteMany()
    vi.stubEnv('SMTP_URL', '')
    await closeDueReviews(actor, CLOSING)
    await round(EIGHT)
    expect(await prisma().notice.count({ where: { kind: 'review_ready', spreadAt: EIGHT } })).toBe(1)
    expect(await prisma().alertDelivery.count()).toBe(0)
    await expect(sendLastReview(actor, EIGHT)).rejects.toMatchObject({ kind: 'unavailable' })
  })

  it('speaks no more of data that was deleted, and is not told a second time', async () => {
    await addPerson('Ada', 'owner', BEFORE)
    const organizationId = await readWeek()
    await closeDueReviews(actor, CLOSING)
    await prisma().$transaction((tx) => deleteOrganizationData(tx, organizationId, CLOSING))
    await closeDueReviews(actor, CLOSING)
    await round(EIGHT)
    const notices = await prisma().notice.findMany({ where: { kind: 'review_ready' } })
    expect(notices).toHaveLength(1)
    expect(JSON.stringify(notices)).not.toMatch(/\$\d/)
    const subjects = mailbox.arrived.map(({ subject }) => subject)
    expect(subjects).toContain('Week 47, 16 – 22 Nov 2026 is closed')
  })

  it('can be sent once more to oneself, as it stands', async () => {
    const vi_ = await addPerson('Vi', 'viewer', BEFORE)
    const me = viewerOf(vi_, 'viewer')
    await expect(sendLastReview(me, EIGHT)).rejects.toMatchObject({ kind: 'not_found' })
    expect(await readLastReview(me, 'real', EIGHT)).toBeNull()
    await readWeek()
    await closeDueReviews(actor, CLOSING)
    await sendLastReview(me, EIGHT)
    const { figures } = await closedReview()
    expect(mailbox.arrived.map(({ to }) => to)).toEqual(['vi@example.com'])
    expect(await readLastReview(me, 'real', EIGHT)).toContain(formatUsd(figures.total.now).text)
    expect(mailbox.arrived[0] && textOf(mailbox.arrived[0])).toContain(formatUsd(figures.total.now).text)
  })
})
