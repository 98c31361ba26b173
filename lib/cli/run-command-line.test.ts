import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { runCommandLine } from './run-command-line'

const NOW = () => new Date('2026-11-22T10:00:00Z')

// Loads every command once: on a busy machine that takes longer than one test may.
beforeAll(() => run(['help']), 60_000)
beforeEach(() => {
  vi.stubEnv('ONEBILL_SECRET_KEY', 'k'.repeat(40))
})

async function run(args: string[], env: Record<string, string> = {}) {
  const out: string[] = []
  const err: string[] = []
  const code = await runCommandLine(
    args,
    { out: (line) => out.push(line), err: (line) => err.push(line), progress: () => {}, env },
    NOW,
  )
  return { code, out, err }
}

describe('wrong usage is one sentence and exit 2', () => {
  it.each<[string[], RegExp]>([
    [[], /a command is needed; there are: sync, token, sign-in-link, connect, .*backup, restore, .*help\.$/i],
    [['demos'], /no command "demos"; there are: sync, token/],
    [['demo'], /demo can load and clear\. Usage: demo load \[--story NAME\] \| demo clear$/],
    [['demo', 'tell'], /demo can load and clear/],
    [['demo', 'load', '--story', 'fairy'], /--story must be one of northwind, leaked-key/],
    [['demo', 'clear', '--story', 'team'], /Unknown option '--story'/],
    [['backup'], /One FILE is needed\. Usage: backup FILE$/],
    [['backup', 'one', 'two'], /One FILE is needed/],
    [['backup', '--replace', 'one'], /Unknown option '--replace'/],
    [['restore'], /One FILE is needed\. Usage: restore FILE/],
    [['restore', 'a\u0000b'], /FILE must be a path/],
    [['restore', 'one', '--replace=yes'], /'--replace' does not take an argument/],
    [['constructor'], /no command "constructor"/],
    [['__proto__'], /no command "__proto__"/],
    [['--vers'], /no command "--vers"/],
    [['x'.repeat(10_000)], /^There is no command "x{60}"; there are/],
    [['sync', '--organisation', 'a'], /Unknown option '--organisation'/],
    [['sync', '--organization'], /argument missing/],
    [['sync', 'now'], /Unexpected argument 'now'/],
    [['sync', '--organization', 'a', '--organization', 'b'], /--organization is given twice/],
    [['token'], /Usage: token create/],
    [['token', 'delete'], /Usage: token create/],
    [['token', 'create'], /--name is needed/],
    [['token', 'create', '--name', 'ci'], /--role is needed/],
    [['token', 'create', '--role', 'admin'], /--name is needed/],
    [['token', 'create', '--name', '  ', '--role', 'admin'], /--name must not be empty/],
    [['token', 'create', '--name', 'a\u0000b', '--role', 'admin'], /--name must not contain a NUL/],
    [['token', 'create', '--name', 'x'.repeat(101), '--role', 'admin'], /--name must be at most 100/],
    [
      ['token', 'create', '--name', 'ci', '--role', 'root'],
      /--role must be one of viewer, member, admin, owner/,
    ],
    [['token', 'create', '--name', 'ci', '--role', 'Admin'], /--role must be one of/],
    [['token', 'create', '--name', 'ci', '--role', 'admin', 'extra'], /Unexpected argument 'extra'/],
    [['sign-in-link', '--for', 'me'], /Unknown option '--for'/],
    [['connect', 'sk-ant-admin01-abc'], /Usage: connect/],
    [['connect'], /Set ANTHROPIC_ADMIN_KEY/],
  ])('%j', async (args, sentence) => {
    const { code, out, err } = await run(args)
    expect({ code, out, lines: err.length }).toEqual({ code: 2, out: [], lines: 1 })
    expect(err[0]).toMatch(sentence)
    expect(err[0]).not.toMatch(/\n|\bat \S+:\d/)
  })

  it('shows no key that was typed where it does not belong', async () => {
    const { err } = await run(['connect', 'sk-ant-admin01-abcdefgh'])
    expect(err[0]).not.toContain('abcdefgh')
  })
})

describe('help', () => {
  it.each([[['help']], [['--help']], [['-h']]])('%j names every command', async (args) => {
    const { code, out, err } = await run(args)
    expect([code, err]).toEqual([0, []])
    for (const word of [
      'sync [--organization ID]',
      'token create --name N --role',
      'sign-in-link',
      'connect',
    ])
      expect(out.join('\n')).toContain(word)
    expect(out.join('\n')).not.toContain('prepare-start')
  })

  it('stands behind each command too', async () => {
    const { code, out } = await run(['token', '--help'])
    expect([code, out[0]]).toEqual([0, expect.stringContaining('token create --name N')])
  })

  it('--version is a version', async () => {
    const { code, out } = await run(['--version'])
    expect([code, out]).toEqual([0, [expect.stringMatching(/^\d+\.\d+\.\d+$/)]])
  })
})

describe('what failed', () => {
  it('is a sentence and exit 1, before anything is sent', async () => {
    const { code, out, err } = await run(['connect'], { ANTHROPIC_ADMIN_KEY: 'sk-ant-api03-abcdefgh' })
    expect({ code, out, lines: err.length }).toEqual({ code: 1, out: [], lines: 1 })
    expect(err[0]).toMatch(/admin key/i)
    expect(err[0]).not.toContain('abcdefgh')
  })
})
