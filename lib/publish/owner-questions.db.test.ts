import type { AddressInfo } from 'node:net'
import { SMTPServer } from 'smtp-server'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { systemActor } from '@/lib/auth/system-actor'
import { pool, prisma } from '@/lib/db/client'
import { rebuildRollup } from '@/lib/db/rollup'
import { useDatabase } from '@/lib/db/test-database'
import { day, daysIn } from '@/lib/domain/day'
import { askOwner, listOwnerQuestions } from './owner-questions'

const received: { to: string[]; message: string }[] = []
const server = new SMTPServer({
  authOptional: true,
  disabledCommands: ['STARTTLS'],
  onRcptTo: ({ address }, _session, done) =>
    done(address === 'refused@example.com' ? new Error('no such mailbox') : undefined),
  onData(stream, { envelope }, done) {
    const chunks: Buffer[] = []
    stream.on('data', (chunk: Buffer) => chunks.push(chunk))
    stream.on('end', () => {
      received.push({
        to: envelope.rcptTo.map(({ address }) => address),
        message: Buffer.concat(chunks).toString(),
      })
      done()
    })
  },
})
beforeAll(() => new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening)))
afterAll(() => new Promise<void>((closed) => server.close(closed)))
afterEach(() => {
  vi.unstubAllEnvs()
  received.length = 0
})

useDatabase({
  emptied: [
    ...['organizations', 'members', 'users', 'key_assignments', 'audit_entries', 'cost_facts'],
    ...['spend_rollup', 'spend_day_parts', 'coverage'],
  ],
})

const NOW = new Date('2026-11-22T10:30:00Z')
const DAYS = daysIn({ from: day('2026-08-01'), to: day('2026-11-22') })
const member = systemActor('Mo', 'member')
const NASTY = '=cmd()|"<b>x</b>" 🔑 \u202edesrever\r\nBcc: all@example.com'
const SECRET = `sk-ant-api03-${'x'.repeat(60)}`
const key = (keyId: string) => ({ organizationId: 'o', keyId })

beforeEach(async () => {
  const { port } = server.server.address() as AddressInfo
  vi.stubEnv('SMTP_URL', `smtp://127.0.0.1:${port}`)
  vi.stubEnv('ONEBILL_URL', 'https://onebill.example')
  await prisma().organization.create({ data: { id: 'o', name: 'Northwind', createdAt: NOW } })
  await prisma().member.createMany({
    data: ['ada', 'refused', 'left'].map((id) => ({
      ...{ organizationId: 'o', id, email: `${id}@example.com`, name: `${id} <i>`, role: 'user' },
      ...(id === 'left' && { goneAt: NOW }),
    })),
  })
  const made = { organizationId: 'o', status: 'active', createdByType: 'user' }
  const createdAt = new Date('2026-08-01')
  await prisma().apiKey.createMany({
    data: [
      { ...made, id: 'a', name: NASTY, hint: 'sk-ant-api03-Ab1...XyZz', createdById: 'ada', createdAt },
      { ...made, id: 'b', name: NASTY, createdById: 'ada', createdAt },
      { ...made, id: 'c', name: SECRET, createdById: 'left', createdAt },
      { ...made, id: 'd', name: 'x'.repeat(500), createdById: null, createdAt },
      { ...made, id: 'e', name: 'e', createdById: 'refused', createdAt },
    ],
  })
  await pool().query(
    `insert into coverage (organization_id, day, state, source, granularity, digest, usage_rows, cost_rows, read_at)
     select 'o', d, 'synced', 'analytics', 'hour', '-', 0, 1, now() from unnest($1::date[]) d`,
    [DAYS],
  )
  for (const [on, dollars] of [
    ['2026-08-05', 3],
    ['2026-11-20', 2],
  ] as const)
    await pool().query(
      `insert into cost_facts (organization_id, day, starts_at, api_key_id, amount_nano, list_amount_nano)
       values ('o', $1, $1::date, 'a', $2, $2)`,
      [on, dollars * 1e9],
    )
  await rebuildRollup(pool(), 'o', DAYS)
})

const show = (ids: string[], ownWords = '') =>
  listOwnerQuestions(member, { keys: ids.map(key), ownWords, data: 'real' }, NOW)
const send = (ids: string[], owner = 'ada@example.com', actor = member) =>
  askOwner(actor, { owner, keys: ids.map(key), ownWords: 'Spring clean', data: 'real' }, NOW)
const audited = async () =>
  (await prisma().auditEntry.findMany({ orderBy: { id: 'asc' } })).map(({ action, subjectId, after }) => [
    action,
    subjectId,
    after,
  ])

describe('a message', () => {
  it('goes to each owner once, with the numbers of their keys', async () => {
    const questions = await show(['d', 'a', 'c', 'b'], `Spring clean of ${SECRET}`)
    expect(questions.map(({ owner, keys }) => [owner, keys.map(({ keyId }) => keyId)])).toEqual([
      ['ada@example.com', ['a', 'b']],
      ['left@example.com', ['c']],
      [null, ['d']],
    ])
    const [ada, left, nobody] = questions
    expect(ada?.text).toMatch(
      /^Hello ada <i>,\n\nMo asks whether these 2 API keys of Northwind at Anthropic are/,
    )
    expect(ada?.text).toContain('(sk-ant-api03-Ab1...XyZz), active: last used on 20 Nov 2026; $2.00')
    expect(ada?.text).toContain('$2.00 in the last 30 days, $5.00 in all since 1 Aug 2026.')
    expect(ada?.text).toContain('no use since 1 Aug 2026, the first day known; $0.00 in the last 30')
    expect(ada?.text).toContain('it was not used for 113 days, never expires and looks like an experiment.')
    expect(ada?.text).toContain('https://onebill.example/keys?owner=ada%40example.com')
    expect([ada?.notSendable, left?.notSendable, nobody?.notSendable]).toEqual([
      null,
      'left@example.com is neither here nor a member at Anthropic (any more).',
      'Nobody is known to own these keys.',
    ])
    expect(await audited()).toEqual([])
  })

  it('keeps names to themselves and tells no secret', async () => {
    const text = (await show(['a', 'b', 'c', 'd'], SECRET))
      .map((one) => `${one.subject}\n${one.text}`)
      .join('\n')
    expect(text).not.toContain('xxxxxxxx'.repeat(30))
    expect(text).not.toContain(SECRET)
    expect(text).toContain('sk-ant-[hidden]')
    expect(text).toContain('“\u2068=cmd()|"<b>x</b>" 🔑 \u202edesrever Bcc: all@example.com\u2069”')
  })

  it('cannot be sent without a mail server, nor about a told story', async () => {
    vi.stubEnv('SMTP_URL', undefined)
    expect((await show(['a']))[0]?.notSendable).toMatch(/SMTP_URL is not set/)
    await expect(send(['a'])).rejects.toMatchObject({ kind: 'conflict' })
    await prisma().organization.update({ where: { id: 'o' }, data: { isDemo: true } })
    const told = await listOwnerQuestions(member, { keys: [key('a')], ownWords: '', data: 'demo' }, NOW)
    expect(told[0]?.notSendable).toMatch(/told story/)
    await expect(show(['a'])).rejects.toMatchObject({ kind: 'not_found' })
    expect([received, await audited()]).toEqual([[], []])
  })
})

describe('sending', () => {
  it('hands over one mail to the owner alone, without a header of the name’s making, and records it', async () => {
    await send(['a', 'c'])
    expect(received.map(({ to }) => to)).toEqual([['ada@example.com']])
    const message = received[0]!.message.replace(/=\r\n/g, '')
    const [headers = ''] = message.split('\r\n\r\n')
    expect(headers).not.toMatch(/^Bcc:/m)
    expect(message).toContain('Spring clean')
    expect(message).toContain('&lt;b&gt;x&lt;/b&gt;')
    expect(await audited()).toEqual([
      ['key.owner_asking', 'ada@example.com', { keys: ['a'] }],
      ['key.owner_asked', 'ada@example.com', { keys: ['a'] }],
    ])
  })

  it('is for members, to owners of these keys who are here, and not too often', async () => {
    await expect(send(['a'], 'ada@example.com', systemActor('Vi', 'viewer'))).rejects.toMatchObject({
      kind: 'forbidden',
    })
    await expect(send(['c'])).rejects.toMatchObject({ kind: 'conflict' })
    await expect(send(['c'], 'left@example.com')).rejects.toMatchObject({ kind: 'conflict' })
    await expect(send(['a'], 'somebody@example.com')).rejects.toMatchObject({ kind: 'conflict' })
    expect([received.length, (await audited()).length]).toEqual([0, 0])
    const all = await Promise.allSettled([1, 2, 3, 4, 5].map(() => send(['a'])))
    expect(all.filter(({ status }) => status === 'fulfilled')).toHaveLength(3)
    expect(received).toHaveLength(3)
  })

  it('that the mail server refuses is an error, and recorded as not sent', async () => {
    await expect(send(['e'], 'refused@example.com')).rejects.toMatchObject({ kind: 'upstream' })
    expect((await audited()).map(([action]) => action)).toEqual(['key.owner_asking', 'key.owner_not_asked'])
  })
})
