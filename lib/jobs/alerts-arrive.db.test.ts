import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { systemActor } from '@/lib/auth/system-actor'
import { pool, prisma } from '@/lib/db/client'
import { useDatabase } from '@/lib/db/test-database'
import {
  addChannel,
  addPerson,
  ALERT_TABLES,
  happened,
  record,
} from '@/lib/publish/alerts/noticed-under-test'
import { isSignedWith, startHook, startMailbox } from '@/lib/publish/alerts/receivers-under-test'
import type { Question } from './instance-under-test'

const now = new Date('2026-11-22T10:00:00Z')
const owner = systemActor('test')

useDatabase({ emptied: ALERT_TABLES })

let mailbox: Awaited<ReturnType<typeof startMailbox>>
let hooks: Awaited<ReturnType<typeof startHook>>[] = []
let instances: ChildProcess[] = []

beforeEach(async () => {
  mailbox = await startMailbox()
  hooks = await Promise.all([startHook(), startHook(), startHook()])
})
afterEach(async () => {
  for (const hook of hooks) hook.letGo()
  const gone = instances.map((child) => once(child, 'exit'))
  for (const child of instances) child.disconnect()
  await Promise.all([...gone, mailbox.stop(), ...hooks.map((hook) => hook.stop())])
  instances = []
})

async function startInstance(): Promise<ChildProcess> {
  const child = fork(path.join(import.meta.dirname, 'instance-under-test.ts'), {
    execArgv: ['--conditions=react-server', '--import', 'tsx'],
    env: {
      ...process.env,
      ONEBILL_TEST: '1',
      ONEBILL_NOW: now.toISOString(),
      ONEBILL_SYNC_EVERY: '0',
      SMTP_URL: mailbox.url,
    },
  })
  instances.push(child)
  await once(child, 'message')
  return child
}

async function kill(child: ChildProcess): Promise<void> {
  instances = instances.filter((other) => other !== child)
  const gone = once(child, 'exit')
  child.kill('SIGKILL')
  await gone
  // What it held is free when its lease has run out by the database's clock: that time passes now.
  await pool().query('update alert_messages set claimed_until = clock_timestamp() where claim is not null')
}

/** What a minute does, in all of them at once; what waits for another try is due again. */
async function aMinutePasses(): Promise<void> {
  await pool().query(
    `update alert_messages set next_try_at = clock_timestamp() where state = 'waiting' and claimed_until is null`,
  )
  wakeAll()
}

function wakeAll(): void {
  const question: Question = { ask: 'alerts' }
  for (const child of instances) child.send(question)
}

const numbers = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => from + index)
const happen = (from: number, to: number) =>
  record(
    numbers(from, to).map((number) => happened(number)),
    now,
  )
const keysAt = (hook: (typeof hooks)[number]) =>
  hook.arrived.map(({ body }) =>
    Number((JSON.parse(body) as { data: { key: string } }).data.key.split(' ')[1]),
  )
const mailedTo = (address: string) =>
  mailbox.arrived
    .filter(({ to }) => to === address)
    .flatMap(({ text }) =>
      [...(text.split('Content-Type: text/html', 1)[0] ?? '').matchAll(/in alert (\d+)\./g)].map(
        ([, number]) => Number(number),
      ),
    )
const idsAt = (hook: (typeof hooks)[number]) => new Set(hook.arrived.map(({ id }) => id))
const sorted = (list: number[]) => [...list].sort((a, b) => a - b)

it('every alert arrives and none twice: two processes, one killed and another started, a failing mail server, a slow webhook', async () => {
  const [quick, slow, slack] = hooks as [(typeof hooks)[0], (typeof hooks)[0], (typeof hooks)[0]]
  await addPerson('Ada', 'owner', now)
  await addPerson('Grace', 'admin', now)
  await addPerson('Vi', 'viewer', now)
  await addPerson('Gone', 'owner', now, { disabledAt: now })
  const { secret } = await addChannel(owner, { kind: 'webhook', url: quick.url }, now)
  await addChannel(owner, { kind: 'slack', url: slack.url }, now)

  mailbox.state.mode = 'stuck'
  const first = await startInstance()
  await happen(1, 10)
  wakeAll()
  await expect.poll(() => mailbox.state.stuck, { timeout: 30_000 }).toBe(2)
  await expect.poll(() => quick.arrived.length, { timeout: 30_000 }).toBe(10)
  await startInstance()
  await expect
    .poll(() => prisma().alertMessage.count({ where: { channelId: { not: null }, state: 'waiting' } }), {
      timeout: 30_000,
    })
    .toBe(0)
  await kill(first)
  mailbox.state.mode = 'busy'
  await aMinutePasses()
  await expect.poll(() => mailbox.state.refused, { timeout: 30_000 }).toBeGreaterThanOrEqual(2)

  await startInstance()
  await Promise.all([happen(11, 14), aMinutePasses(), aMinutePasses()])
  await aMinutePasses()
  expect(mailbox.arrived).toEqual([])
  mailbox.state.mode = 'ok'
  const people = ['ada@example.com', 'grace@example.com']
  const mailed = async () => {
    await aMinutePasses()
    return people.map((address) => sorted(mailedTo(address)))
  }
  await expect.poll(mailed, { timeout: 60_000 }).toEqual([numbers(1, 14), numbers(1, 14)])

  slow.state.isHeld = true
  await addChannel(owner, { kind: 'webhook', url: slow.url, name: 'slow' }, now)
  await Promise.all([happen(15, 20), happen(19, 24), happen(11, 17), aMinutePasses(), aMinutePasses()])
  await expect.poll(mailed, { timeout: 60_000 }).toEqual([numbers(1, 24), numbers(1, 24)])
  await expect.poll(() => sorted(keysAt(quick)), { timeout: 30_000 }).toEqual(numbers(1, 24))
  await expect.poll(() => idsAt(slow).size, { timeout: 30_000 }).toBe(1)
  slow.letGo()
  await expect
    .poll(
      async () => {
        await aMinutePasses()
        return prisma().alertDelivery.count({ where: { state: { not: 'delivered' } } })
      },
      { timeout: 60_000 },
    )
    .toBe(0)
  await aMinutePasses()

  expect(sorted(keysAt(quick))).toEqual(numbers(1, 24))
  // On a machine so busy that it was held for 15 seconds it was called again, as the same: that is how a receiver knows it.
  expect(idsAt(slow).size).toBe(10)
  expect(sorted([...new Set(keysAt(slow))])).toEqual(numbers(15, 24))
  expect(quick.arrived.every((call) => isSignedWith(secret ?? '', call))).toBe(true)
  const said = slack.arrived.flatMap(({ body }) =>
    [...body.matchAll(/in alert (\d+)\./g)].map(([, n]) => Number(n)),
  )
  expect(sorted(said)).toEqual(numbers(1, 24))
  expect(new Set(mailbox.arrived.map(({ to }) => to))).toEqual(
    new Set(['ada@example.com', 'grace@example.com']),
  )
  const ids = mailbox.arrived.map(({ messageId }) => messageId)
  expect(new Set(ids).size).toBe(ids.length)
  expect(mailbox.arrived.length).toBeLessThanOrEqual(12)
  expect(await prisma().alertAttempt.count({ where: { outcome: null } })).toBe(2)
}, 180_000)

it('what was cut off while it was being handed over goes out again as the same', async () => {
  const [hook] = hooks as [(typeof hooks)[0]]
  await addChannel(owner, { kind: 'webhook', url: hook.url }, now)
  hook.state.isHeld = true
  const first = await startInstance()
  await happen(1, 1)
  wakeAll()
  await expect.poll(() => hook.arrived.length, { timeout: 30_000 }).toBe(1)
  await kill(first)
  hook.letGo()
  await startInstance()
  await expect.poll(() => hook.arrived.length, { timeout: 30_000 }).toBe(2)
  await expect.poll(() => prisma().alertDelivery.count({ where: { state: 'delivered' } })).toBe(1)
  const [once_, again] = hook.arrived
  expect([again?.id, again?.body]).toEqual([once_?.id, once_?.body])
  const attempts = await prisma().alertAttempt.findMany({ orderBy: { tookMs: 'asc' } })
  expect(attempts.map(({ outcome }) => outcome)).toEqual(['delivered', null])
}, 60_000)
