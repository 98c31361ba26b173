import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { mintViewer } from '@/lib/auth/mint-viewer'
import { systemActor } from '@/lib/auth/system-actor'
import {
  changeAlertChannel,
  deleteAlertChannel,
  rotateWebhookSecret,
  setAlertChannelEnabled,
} from '@/lib/commands/alert-channels'
import { chooseAlerts, clearAlertLog } from '@/lib/commands/alert-choices'
import { tryAgain } from '@/lib/commands/alert-messages'
import { pool, prisma } from '@/lib/db/client'
import { useDatabase } from '@/lib/db/test-database'
import { defaultAlertChoice } from '@/lib/domain/alert-choice'
import { listAlertLog } from '@/lib/queries/alerts'
import { deliverLane, spreadNewNotices } from './deliver-alerts'
import { addChannel, addPerson, ALERT_TABLES, happened, record } from './noticed-under-test'
import { isSignedWith, startHook, startMailbox } from './receivers-under-test'
import { sendTestAlert } from './test-alert'
import { startAlerts, stopAlerts, wakeAlerts } from './wake-alerts'

const NOW = new Date('2026-11-22T10:00:00Z')
const owner = systemActor('test')

useDatabase({ emptied: ALERT_TABLES })

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
  Object.assign(hook.state, { status: 200, headers: {}, body: 'ok', isHeld: false })
})

async function round(now = NOW): Promise<void> {
  await spreadNewNotices(now)
  const delivering = { clock: () => now, actor: owner, signal: new AbortController().signal }
  await Promise.all((['mail', 'calls'] as const).map((lane) => deliverLane(lane, delivering)))
}

async function nextTry(now = NOW): Promise<void> {
  await pool().query(
    `update alert_messages set next_try_at = clock_timestamp() where state = 'waiting' and claimed_until is null`,
  )
  await round(now)
}

const states = async () =>
  (await prisma().alertDelivery.findMany({ orderBy: [{ createdAt: 'asc' }, { id: 'asc' }] })).map(
    ({ state }) => state,
  )
const viewerOf = (user: { id: string; name: string }, role: 'viewer' | 'owner', timeZone = 'Europe/Vienna') =>
  mintViewer({ kind: 'user', id: user.id, name: user.name, role, timeZone })
const waitSeconds = async () => {
  const { rows } = await pool().query<{ seconds: number }>(
    `select extract(epoch from next_try_at - clock_timestamp())::float8 as seconds from alert_messages`,
  )
  return rows.map(({ seconds }) => seconds)
}

describe('who is told', () => {
  it('without any choice owners and admins of what is high, by mail at once; nobody who was disabled', async () => {
    for (const role of ['owner', 'admin', 'member', 'viewer'] as const) await addPerson(role, role, NOW)
    await addPerson('Gone', 'owner', NOW, { disabledAt: NOW })
    await record([happened(1), happened(2, { severity: 'medium' })], NOW)
    await round()
    expect(mailbox.arrived.map(({ to, subject }) => [to, subject]).sort()).toEqual([
      ['admin@example.com', 'Alert number 1.'],
      ['owner@example.com', 'Alert number 1.'],
    ])
  })

  it('nobody of a told story, and nobody by mail without a mail server', async () => {
    await addPerson('Ada', 'owner', NOW)
    await prisma().organization.create({ data: { id: 'told', name: 'Told', createdAt: NOW, isDemo: true } })
    await record([happened(1, { organizationId: 'told' })], NOW)
    await round()
    vi.stubEnv('SMTP_URL', '')
    await record([happened(2)], NOW)
    await round()
    expect([mailbox.arrived, await states()]).toEqual([[], []])
    expect(await prisma().notice.count({ where: { spreadAt: null } })).toBe(0)
  })

  it('nobody twice, however many instances spread and send at once, however often it is written', async () => {
    await addPerson('Ada', 'owner', NOW)
    await addPerson('Grace', 'admin', NOW)
    await addChannel(owner, { kind: 'webhook', url: hook.url }, NOW)
    const many = Array.from({ length: 20 }, (_, index) => happened(index))
    await Promise.all([
      record(many, NOW),
      record(many.slice(5), NOW),
      ...Array.from({ length: 6 }, () => round()),
    ])
    await Promise.all(Array.from({ length: 6 }, () => round()))
    expect(new Set(hook.arrived.map(({ id }) => id)).size).toBe(20)
    expect(hook.arrived).toHaveLength(20)
    expect(new Set(await states())).toEqual(new Set(['delivered']))
    expect(mailbox.arrived.map(({ to }) => to).sort()).toEqual(['ada@example.com', 'grace@example.com'])
  })
})

describe('waking', () => {
  it('sends to others while one receiver takes its time, and ends when all have answered', async () => {
    hook.state.isHeld = true
    for (const name of ['one', 'two', 'three'])
      await addChannel(owner, { kind: 'webhook', url: `${hook.url}-${name}`, name }, NOW)
    await record([happened(1)], NOW)
    const failures: unknown[] = []
    startAlerts({ clock: () => NOW, actor: owner, report: (error) => failures.push(error) })
    try {
      wakeAlerts()
      await vi.waitFor(() => expect(hook.arrived).toHaveLength(3))
      hook.letGo()
      await vi.waitFor(async () => expect(await states()).toEqual(['delivered', 'delivered', 'delivered']))
    } finally {
      await stopAlerts()
    }
    expect([failures, hook.arrived.length]).toEqual([[], 3])
  })
})

describe('when', () => {
  const night = { ...defaultAlertChoice('owner'), mail: true, leastSeverity: 'low' as const, kinds: [] }

  it('a viewer who wants a digest gets what gathered in one mail at its hour; what is high at once', async () => {
    const viewer = await addPerson('Vi', 'viewer', NOW)
    await chooseAlerts(viewerOf(viewer, 'viewer'), { ...night, rhythm: 'daily', digestHour: 8 }, NOW)
    await record([happened(1, { severity: 'low' }), happened(2, { severity: 'medium' }), happened(3)], NOW)
    await round()
    expect(mailbox.arrived.map(({ subject }) => subject)).toEqual(['Alert number 3.'])
    await round(new Date('2026-11-23T06:59:00Z'))
    expect(mailbox.arrived).toHaveLength(1)
    await round(new Date('2026-11-23T07:00:00Z'))
    expect(mailbox.arrived[1]?.subject).toBe('2 alerts: Alert number 2. and others')
    expect(mailbox.arrived[1]?.text).toContain('2 alerts were due at the same time: 1 medium, 1 low.')
  })

  it('what is held back follows a new choice, and turning mail off drops it', async () => {
    const viewer = await addPerson('Vi', 'viewer', NOW)
    const me = viewerOf(viewer, 'viewer')
    await chooseAlerts(me, { ...night, rhythm: 'weekly', highAtOnce: false }, NOW)
    await record([happened(1)], NOW)
    await round()
    expect(await states()).toEqual(['waiting'])
    await chooseAlerts(me, { ...night, quietFrom: '10:30', quietTo: '12:00', highAtOnce: false }, NOW)
    await round(new Date('2026-11-22T10:59:00Z'))
    expect(mailbox.arrived).toEqual([])
    await record([happened(2)], NOW)
    await round(new Date('2026-11-22T11:00:00Z'))
    expect(mailbox.arrived).toHaveLength(1)
    await chooseAlerts(me, { ...night, rhythm: 'weekly', highAtOnce: false }, NOW)
    await record([happened(3)], NOW)
    await round()
    await chooseAlerts(me, { ...night, mail: false, rhythm: 'weekly', highAtOnce: false }, NOW)
    await round(new Date('2026-11-23T07:00:00Z'))
    expect([(await states()).sort(), mailbox.arrived.length]).toEqual([
      ['delivered', 'delivered', 'dropped'],
      1,
    ])
  })
})

describe('a try that fails', () => {
  it('is made again, later each time, as the same mail; what came meanwhile travels together', async () => {
    await addPerson('Ada', 'owner', NOW)
    mailbox.state.mode = 'busy'
    await record([happened(1)], NOW)
    await round()
    const [first = 0] = await waitSeconds()
    expect(first).toBeGreaterThan(45)
    expect(first).toBeLessThan(75)
    await record([happened(2), happened(3)], NOW)
    await nextTry()
    const [second = 0] = await waitSeconds()
    expect(second).toBeGreaterThan(90)
    expect(second).toBeLessThan(150)
    expect((await prisma().alertMessage.findFirstOrThrow()).failure).toBe(
      'The mail server did not take it: 451 try again later.',
    )
    mailbox.state.mode = 'ok'
    await nextTry()
    await round()
    const { id } = await prisma().alertMessage.findFirstOrThrow({ orderBy: { tries: 'desc' } })
    expect(mailbox.arrived.map(({ messageId }) => messageId)).toContain(`<alert-${id}@onebill.example>`)
    expect(mailbox.arrived.map(({ subject }) => subject)).toEqual([
      'Alert number 1.',
      '2 alerts: Alert number 2. and others',
    ])
    expect(
      await prisma().alertAttempt.groupBy({ by: ['outcome'], _count: true, orderBy: { outcome: 'asc' } }),
    ).toEqual([
      { outcome: 'delivered', _count: 2 },
      { outcome: 'failed', _count: 2 },
    ])
  })

  it('after three days is given up, visibly, and can be tried again by hand', async () => {
    await addChannel(owner, { kind: 'slack', url: hook.url }, NOW)
    Object.assign(hook.state, { status: 500, body: 'no_service' })
    await record([happened(1)], NOW)
    await round()
    expect(await prisma().alertChannel.findFirstOrThrow()).toMatchObject({
      failingSince: NOW,
      failure: expect.stringMatching(/^127\.0\.0\.1:\d+ answered 500 \(no_service\)\.$/) as string,
    })
    await pool().query(`update alert_messages set first_tried_at = clock_timestamp() - interval '3 days'`)
    await nextTry()
    expect(await states()).toEqual(['given_up'])
    await nextTry()
    expect(hook.arrived).toHaveLength(2)
    hook.state.status = 200
    const { id } = await prisma().alertMessage.findFirstOrThrow()
    await expect(tryAgain(systemActor('Vi', 'viewer'), id, NOW)).rejects.toMatchObject({ kind: 'not_found' })
    await tryAgain(owner, id, NOW)
    await round()
    expect([await states(), hook.arrived.length]).toEqual([['delivered'], 3])
    expect(await prisma().alertChannel.findFirstOrThrow()).toMatchObject({
      failingSince: null,
      failure: null,
    })
  })

  it('holds up what else is meant for the same channel, and all of it is given up together', async () => {
    await addChannel(owner, { kind: 'webhook', url: hook.url }, NOW)
    hook.state.status = 500
    await record([happened(1), happened(2), happened(3)], NOW)
    await round()
    await nextTry()
    expect(hook.arrived).toHaveLength(2)
    await pool().query(`update alert_messages set first_tried_at = clock_timestamp() - interval '3 days'`)
    await nextTry()
    expect([await states(), hook.arrived.length]).toEqual([['given_up', 'given_up', 'given_up'], 3])
  })

  it('that asks to wait is left alone so long, with all that is meant for it', async () => {
    await addChannel(owner, { kind: 'webhook', url: hook.url }, NOW)
    Object.assign(hook.state, { status: 429, headers: { 'retry-after': '7200' } })
    await record([happened(1), happened(2), happened(3)], NOW)
    await round()
    expect(hook.arrived).toHaveLength(1)
    for (const seconds of await waitSeconds()) expect(seconds).toBeGreaterThan(7100)
  })

  it('with 410 turns the channel off and drops the rest; a mailbox that does not exist is given up', async () => {
    await addChannel(owner, { kind: 'webhook', url: hook.url }, NOW)
    hook.state.status = 410
    await record([happened(1), happened(2)], NOW)
    await round()
    await nextTry()
    expect((await states()).sort()).toEqual(['dropped', 'given_up'].sort())
    expect(hook.arrived).toHaveLength(1)
    expect((await prisma().alertChannel.findFirstOrThrow()).enabled).toBe(false)
    expect(await prisma().auditEntry.count({ where: { action: 'alert_channel.turned_off' } })).toBe(1)
    await addPerson('Ada', 'owner', NOW)
    mailbox.state.mode = 'refusing'
    await record([happened(3)], NOW)
    await round()
    expect(await prisma().alertMessage.findFirstOrThrow({ where: { userId: { not: null } } })).toMatchObject({
      state: 'given_up',
      failure: 'The mail server did not take it: 550 no such mailbox.',
    })
  })
})

describe('what is told', () => {
  it('as mail: words and simple HTML, escaped, with the way there and the way to stop it', async () => {
    await addPerson('Ada', 'owner', NOW)
    await record([happened(1)], NOW)
    await round()
    const text = mailbox.arrived[0]?.text ?? ''
    expect(text).toContain('Key <b>“x” & co</b> spent $1,800.00 in alert 1.')
    expect(text).toContain('High · at stake: $1,800.00')
    expect(text).toContain('1. Unset it:\n\n    unset ANTHROPIC_API_KEY\n\n2. Sign in again.')
    expect(text).toContain('Read it in Onebill:\nhttps://onebill.example/findings/1')
    expect(text).toContain('https://onebill.example/settings/alerts')
    expect(text).toContain('<p>Key &lt;b&gt;“x” &amp; co&lt;/b&gt; spent')
    expect(text).not.toMatch(/<img|<b>“x”.*<\/p>/)
    expect(text).toMatch(/^Auto-Submitted: auto-generated$/m)
  })

  it('as one Slack message, with its signs escaped, however much is due', async () => {
    await addChannel(owner, { kind: 'slack', url: hook.url }, NOW)
    const nasty = happened(1)
    nasty.content = { ...nasty.content, title: '<!channel> & <@U1>', path: '//evil.example/x' }
    await record([nasty, ...Array.from({ length: 29 }, (_, index) => happened(index + 2))], NOW)
    await round()
    expect(hook.arrived).toHaveLength(1)
    const { text, blocks } = JSON.parse(hook.arrived[0]?.body ?? '') as { text: string; blocks: object[] }
    expect(text).toMatch(/^30 alerts: /)
    expect(blocks.length).toBeLessThanOrEqual(50)
    expect(hook.arrived[0]?.body).toContain('&lt;!channel&gt; &amp; &lt;@U1&gt;')
    expect(hook.arrived[0]?.body).not.toMatch(/<!channel>|evil\.example/)
    expect(JSON.stringify(blocks.at(-1))).toContain('And 18 more')
  })

  it('as a signed webhook with exact dollars; both secrets sign for a day after a change', async () => {
    const { id, secret } = await addChannel(owner, { kind: 'webhook', url: hook.url }, NOW)
    await record([happened(1)], NOW)
    await round()
    const [call] = hook.arrived
    expect(JSON.parse(call?.body ?? '')).toMatchObject({
      type: 'finding.opened',
      timestamp: NOW.toISOString(),
      data: { key: 'finding 1', severity: 'high', at_stake_usd: '1800.00', subject: { type: 'key' } },
    })
    expect(call && isSignedWith(secret ?? '', call)).toBe(true)
    const { secret: next } = await rotateWebhookSecret(owner, id, NOW)
    const later = async (at: Date, number: number) => {
      await record([happened(number)], at)
      await round(at)
      const arrived = hook.arrived.at(-1)
      return [secret ?? '', next].map((one) => arrived !== undefined && isSignedWith(one, arrived))
    }
    expect(await later(new Date('2026-11-23T09:59:00Z'), 2)).toEqual([true, true])
    expect(await later(new Date('2026-11-23T10:00:00Z'), 3)).toEqual([false, true])
    const stored = JSON.stringify([
      await prisma().alertChannel.findMany(),
      await prisma().auditEntry.findMany(),
    ])
    for (const hidden of [secret ?? '', next, 'very-secret-hook']) expect(stored).not.toContain(hidden)
  })
})

describe('a test', () => {
  it('arrives at once, also where the channel is turned off, and stands in the log', async () => {
    const { id } = await addChannel(owner, { kind: 'webhook', url: hook.url }, NOW)
    await setAlertChannelEnabled(owner, id, false, NOW)
    await sendTestAlert(owner, id, NOW)
    expect(JSON.parse(hook.arrived[0]?.body ?? '')).toMatchObject({ type: 'test', data: { severity: 'low' } })
    const { rows } = await listAlertLog(owner, { target: `channel:${id}` }, { limit: 10, now: NOW })
    expect(rows).toMatchObject([{ title: 'A test alert from Onebill', state: 'delivered' }])
    const ada = await addPerson('Ada', 'viewer', NOW)
    await sendTestAlert(viewerOf(ada, 'viewer'), null, NOW)
    expect(mailbox.arrived.map(({ to, subject }) => [to, subject])).toEqual([
      ['ada@example.com', 'A test alert from Onebill'],
    ])
    const own = await listAlertLog(viewerOf(ada, 'viewer'), {}, { limit: 10, now: NOW })
    expect(own.rows.map(({ target }) => target)).toEqual([{ name: 'Ada', kind: 'mail' }])
    await expect(sendTestAlert(viewerOf(ada, 'viewer'), id, NOW)).rejects.toMatchObject({ kind: 'forbidden' })
  })

  it('that fails says why and is not sent again; there are not too many', async () => {
    const { id } = await addChannel(owner, { kind: 'slack', url: hook.url }, NOW)
    Object.assign(hook.state, { status: 404, body: 'no_service' })
    await expect(sendTestAlert(owner, id, NOW)).rejects.toThrow(/answered 404 \(no_service\)\.$/)
    await nextTry()
    expect([hook.arrived.length, await states()]).toEqual([1, ['given_up']])
    hook.state.status = 200
    for (let sent = 1; sent < 20; sent += 1) await sendTestAlert(owner, id, NOW)
    await expect(sendTestAlert(owner, id, NOW)).rejects.toMatchObject({ kind: 'rate_limited' })
    expect(hook.arrived).toHaveLength(20)
  })
})

describe('the log', () => {
  it('is read page by page, the newest first, each row once', async () => {
    await addChannel(owner, { kind: 'webhook', url: hook.url }, NOW)
    await record(
      Array.from({ length: 12 }, (_, index) => happened(index)),
      NOW,
    )
    await round()
    const seen: string[] = []
    let cursor: string | undefined
    do {
      const page = await listAlertLog(owner, { state: 'delivered' }, { limit: 5, cursor, now: NOW })
      seen.push(...page.rows.map(({ id }) => id))
      cursor = page.nextCursor ?? undefined
    } while (cursor !== undefined)
    expect([seen.length, new Set(seen).size]).toEqual([12, 12])
  })
})

describe('a channel', () => {
  it('whose address somebody else enters loses the allowance of an owner; deleted, it gets nothing', async () => {
    const { id } = await addChannel(owner, { kind: 'webhook', url: hook.url }, NOW)
    const admin = systemActor('Grace', 'admin')
    const chosen = { kinds: [], leastSeverity: 'low', weeklyReview: true } as const
    const input = { ...chosen, name: 'x', allowsPrivate: true }
    await changeAlertChannel(admin, id, { ...input, url: null }, NOW)
    expect((await prisma().alertChannel.findFirstOrThrow()).allowsPrivate).toBe(true)
    await changeAlertChannel(admin, id, { ...input, url: 'https://127.0.0.1/' }, NOW)
    expect((await prisma().alertChannel.findFirstOrThrow()).allowsPrivate).toBe(false)
    await expect(changeAlertChannel(admin, id, { ...input, url: null }, NOW)).rejects.toMatchObject({
      kind: 'forbidden',
    })
    await record([happened(1)], NOW)
    await round()
    expect((await prisma().alertMessage.findFirstOrThrow()).failure).toMatch(/private address/)
    await deleteAlertChannel(owner, id, NOW)
    await nextTry()
    await record([happened(2)], NOW)
    await nextTry()
    expect([await states(), hook.arrived]).toEqual([['dropped'], []])
  })

  it('and the log are cleared when they are old; what waits and what was noticed stay', async () => {
    await addChannel(owner, { kind: 'webhook', url: hook.url }, NOW)
    await record([happened(1)], NOW)
    await round()
    hook.state.status = 500
    await record([happened(2)], NOW)
    await round()
    await clearAlertLog(new Date('2027-02-22T10:00:00Z'))
    expect(await states()).toEqual(['waiting'])
    expect([await prisma().alertMessage.count(), await prisma().notice.count()]).toEqual([1, 2])
    hook.state.status = 200
    await nextTry()
    expect(hook.arrived).toHaveLength(3)
  })
})
