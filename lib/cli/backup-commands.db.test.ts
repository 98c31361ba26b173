import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, expect, it, vi } from 'vitest'
import { systemActor } from '@/lib/auth/system-actor'
import { createToken } from '@/lib/commands/tokens'
import { prisma } from '@/lib/db/client'
import { useDatabase } from '@/lib/db/test-database'
import { runCommandLine } from './run-command-line'

const NOW = new Date('2026-11-22T10:00:00Z')
const folder = mkdtempSync(path.join(tmpdir(), 'onebill-backup-command-'))

useDatabase({ emptied: ['api_tokens', 'audit_entries', 'instance'] })
afterAll(() => rmSync(folder, { recursive: true }))

async function run(...args: string[]) {
  const [out, err]: [string[], string[]] = [[], []]
  const terminal = {
    out: (line: string) => void out.push(line),
    err: (line: string) => void err.push(line),
    progress: () => {},
    env: { INIT_CWD: folder },
  }
  return { code: await runCommandLine(args, terminal, () => NOW), out, err }
}

it('writes beside whoever asks, says what is not in the file, and brings it back', async () => {
  await createToken(systemActor('test'), { name: 'kept', role: 'viewer' }, NOW)
  await run('sign-in-link')
  expect(await run('backup', 'one.backup')).toEqual({
    code: 0,
    err: [],
    out: [
      expect.stringMatching(/^Wrote one\.backup: \d+ rows of \d+ tables, \d+ bytes\.$/),
      expect.stringMatching(/^ONEBILL_SECRET_KEY is not in the file: keep it in another safe place/),
    ],
  })
  expect(readdirSync(folder)).toEqual(['one.backup'])
  await createToken(systemActor('test'), { name: 'made since', role: 'viewer' }, NOW)
  expect(await run('restore', 'one.backup')).toEqual({
    code: 1,
    out: [],
    err: [expect.stringMatching(/^This database is in use already\. Nothing was changed\./)],
  })
  expect(await run('restore', '--replace', 'one.backup')).toEqual({
    code: 0,
    err: [],
    out: [
      expect.stringMatching(/^Restored one\.backup of 2026-11-22T10:00:00\.000Z: \d+ rows/),
      expect.stringMatching(/^Everybody signs in again\./),
    ],
  })
  expect((await prisma().apiToken.findMany()).map(({ name }) => name)).toEqual(['kept'])
  expect(await prisma().signInLink.count()).toBe(0)
})

it('under another secret key: backs up and says so, restores only without the keys', async () => {
  await run('sign-in-link')
  vi.stubEnv('ONEBILL_SECRET_KEY', 'quite another key, but long enough to be one')
  try {
    const { code, out } = await run('backup', 'two.backup')
    expect([code, out[2]]).toEqual([0, expect.stringMatching(/is not the one this database was set up with/)])
    const refused = await run('restore', 'two.backup', '--replace')
    expect(refused).toMatchObject({
      code: 1,
      err: [expect.stringMatching(/made with another ONEBILL_SECRET_KEY/)],
    })
    expect(await run('restore', 'two.backup', '--replace', '--without-keys')).toMatchObject({
      code: 0,
      err: [],
    })
    expect(await run('sign-in-link')).toMatchObject({ code: 0 })
  } finally {
    vi.unstubAllEnvs()
  }
})

it('a file that is none is one sentence', async () => {
  writeFileSync(path.join(folder, 'none'), 'hello')
  for (const [file, sentence] of [
    ['none', /none is not a whole Onebill backup/],
    ['missing', /missing does not exist/],
    ['.', /is a folder/],
  ] as const)
    expect(await run('restore', file)).toEqual({ code: 1, out: [], err: [expect.stringMatching(sentence)] })
})
