import { beforeEach, describe, expect, it, vi } from 'vitest'
import { viewerOfToken } from '@/lib/auth/api-token'
import { pool, prisma } from '@/lib/db/client'
import { useDatabase } from '@/lib/db/test-database'
import { requestSync } from '@/lib/sync/request-sync'
import { runCommandLine } from './run-command-line'

const NOW = new Date('2026-11-22T10:00:00Z')

useDatabase()
beforeEach(() => prisma().syncRun.deleteMany())

function start(...args: string[]) {
  const out: string[] = []
  const err: string[] = []
  const progress: string[] = []
  const code = runCommandLine(
    args,
    {
      out: (line) => out.push(line),
      err: (line) => err.push(line),
      progress: (line) => progress.push(line),
      env: {},
    },
    () => NOW,
  )
  return { code, out, err, progress }
}

async function run(...args: string[]) {
  const { code, ...said } = start(...args)
  return { code: await code, ...said }
}

describe('token create', () => {
  it('prints the token alone, and it works', async () => {
    const { code, out, err } = await run('token', 'create', '--name', 'nightly job', '--role', 'member')
    expect([code, err, out.length]).toEqual([0, [], 1])
    expect(out[0]).toMatch(/^onebill_[\w-]{43}$/)
    expect(await viewerOfToken(out[0] ?? '', NOW)).toMatchObject({ name: 'nightly job', role: 'member' })
    const entry = await prisma().auditEntry.findFirstOrThrow({ where: { action: 'token.created' } })
    expect(entry).toMatchObject({ actorKind: 'system', actorName: 'command line' })
  })
})

describe('sign-in-link', () => {
  it('prints a link that was not used yet', async () => {
    const { code, out, err } = await run('sign-in-link')
    expect([code, err, out.length]).toEqual([0, [], 1])
    expect(out[0]).toMatch(/^https?:\/\/\S+[\w-]{43}$/)
    expect(await prisma().signInLink.count({ where: { usedAt: null } })).toBe(1)
  })
})

describe('sync', () => {
  it('asks for a run, works it, and says what was done', async () => {
    const { code, out, err } = await run('sync')
    expect({ code, out, err }).toEqual({ code: 0, out: ['Synced: 0 days, 0 rows, 0 requests.'], err: [] })
    expect(await prisma().syncRun.findMany()).toMatchObject([
      { status: 'succeeded', requestedBy: 'command line' },
    ])
  })

  it('of an organisation nobody connected is refused', async () => {
    const { code, err } = await run('sync', '--organization', 'elsewhere')
    expect([code, err]).toEqual([1, ['There is no connected organisation with this id.']])
    expect(await prisma().syncRun.count()).toBe(0)
  })

  it('waits for the run of another process, then does its own', async () => {
    const other = await prisma().syncRun.create({
      data: {
        status: 'running',
        requestedBy: 'another process',
        host: 'elsewhere',
        pid: 1,
        createdAt: NOW,
        startedAt: NOW,
        heartbeatAt: new Date(Date.now() + 60_000),
      },
    })
    const { code, out, progress } = start('sync')
    await expect.poll(() => progress.at(-1), { timeout: 15_000 }).toMatch(/^Waiting for another sync/)
    await prisma().syncRun.update({ where: { id: other.id }, data: { status: 'succeeded' } })
    expect([await code, out]).toEqual([0, ['Synced: 0 days, 0 rows, 0 requests.']])
  })

  it('leaves what others ask for meanwhile alone', async () => {
    await prisma().organization.create({
      data: {
        id: 'org-b',
        name: 'B',
        createdAt: NOW,
        connection: {
          create: { source: 'analytics', sealedKey: 'x', keyHint: 'x', createdAt: NOW },
        },
      },
    })
    const hold = await pool().connect()
    await hold.query(`begin; select from connections where organization_id = 'org-b' for update`)
    const { code } = start('sync')
    const running = () => prisma().syncRun.count({ where: { status: 'running' } })
    await expect.poll(running, { timeout: 15_000 }).toBe(1)
    const { id } = await requestSync({ organizationId: null, requestedBy: 'another', now: NOW })
    await hold.query('rollback')
    hold.release()
    expect(await code).toBe(1)
    expect(await prisma().syncRun.findUnique({ where: { id } })).toMatchObject({ status: 'queued' })
    await prisma().organization.delete({ where: { id: 'org-b' } })
  })

  it('says why it failed, in one line', async () => {
    const other = await prisma().syncRun.create({
      data: { status: 'queued', requestedBy: 'x', createdAt: NOW, heartbeatAt: new Date() },
    })
    await prisma().organization.create({
      data: {
        id: 'org-a',
        name: 'A',
        createdAt: NOW,
        connection: {
          create: { source: 'legacy', sealedKey: 'x', keyHint: 'x', createdAt: NOW },
        },
      },
    })
    const { code, out, err } = await run('sync')
    expect({ code, out, lines: err.length }).toEqual({ code: 1, out: [], lines: 1 })
    const stored = await prisma().syncRun.findUniqueOrThrow({ where: { id: other.id } })
    expect(stored.status).toBe('failed')
    expect(err[0]).toBe(`The sync failed: ${stored.error?.replaceAll('\n', ' ')}`)
  })
})

describe('another ONEBILL_SECRET_KEY', () => {
  it('is refused by every command, and nothing is changed', async () => {
    await run('sign-in-link')
    const tokens = await prisma().apiToken.count()
    vi.stubEnv('ONEBILL_SECRET_KEY', 'quite another key, but long enough to be one')
    for (const command of [
      ['sync'],
      ['sign-in-link'],
      ['token', 'create', '--name', 'n', '--role', 'viewer'],
    ]) {
      const { code, err } = await run(...command)
      expect([code, err[0]]).toEqual([1, expect.stringMatching(/^ONEBILL_SECRET_KEY is not the key/)])
    }
    vi.unstubAllEnvs()
    expect(await prisma().syncRun.count()).toBe(0)
    expect(await prisma().apiToken.count()).toBe(tokens)
  })
})
