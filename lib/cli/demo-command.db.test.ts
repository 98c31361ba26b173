import { expect, it } from 'vitest'
import { prisma } from '@/lib/db/client'
import { useDatabase } from '@/lib/db/test-database'
import { runCommandLine } from './run-command-line'

const NOW = new Date('2026-11-22T10:00:00Z')

useDatabase()

async function run(...args: string[]) {
  const out: string[] = []
  const err: string[] = []
  const terminal = {
    out: (line: string) => out.push(line),
    err: (line: string) => err.push(line),
    progress: () => {},
    env: {},
  }
  return { code: await runCommandLine(args, terminal, () => NOW), out, err }
}

const toldNames = async () =>
  (await prisma().organization.findMany({ where: { isDemo: true } })).map(({ name }) => name)

it('loads a story, replaces it, removes it, and says so when there is none', async () => {
  expect(await run('demo', 'clear')).toEqual({ code: 0, out: ['There is no demo to remove.'], err: [] })
  expect(await run('demo', 'load', '--story', 'forgotten-cron')).toEqual({
    code: 0,
    out: [expect.stringMatching(/^Told Brook & Marsh: \d{3} days, \d{4} rows\./)],
    err: [],
  })
  expect((await run('demo', 'load', '--story', 'fast-mode')).code).toBe(0)
  expect(await toldNames()).toEqual(['Ines Moreau'])
  const entry = await prisma().auditEntry.findFirstOrThrow({ where: { action: 'demo.removed' } })
  expect(entry).toMatchObject({ actorKind: 'system', actorName: 'command line' })
  expect((await run('demo', 'clear')).out).toEqual(['The demo is removed; nothing else was changed.'])
  expect(await toldNames()).toEqual([])
}, 120_000)

it('while another process loads it fails with one sentence', async () => {
  const heartbeatAt = new Date(Date.now() + 60_000)
  await prisma().syncLease.create({ data: { organizationId: 'demo', runId: 'elsewhere', heartbeatAt } })
  for (const verb of ['load', 'clear'])
    expect(await run('demo', verb)).toEqual({
      code: 1,
      out: [],
      err: [expect.stringMatching(/^The demo is being loaded or removed right now\./)],
    })
  await prisma().syncLease.deleteMany()
})
