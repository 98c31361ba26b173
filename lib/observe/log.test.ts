import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { log, logError, takeOverConsole } from './log'

const out: string[] = []
const err: string[] = []

beforeEach(() => {
  out.length = err.length = 0
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => out.push(String(text)) > 0)
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => err.push(String(text)) > 0)
  vi.stubEnv('ONEBILL_LOG', 'json')
  vi.stubEnv('ONEBILL_LOG_LEVEL', '')
})
afterEach(() => {
  vi.restoreAllMocks()
  vi.unstubAllEnvs()
})

const parsed = (lines: string[]) => lines.map((line) => JSON.parse(line) as Record<string, unknown>)

describe('log', () => {
  it('writes one JSON object a line, problems to stderr', () => {
    log('info', 'two\nlines', { rows: 3n, ok: true })
    log('warn', 'careful')
    expect(out).toHaveLength(1)
    expect(out[0]).toMatch(/^\{.*\}\n$/)
    expect(parsed(out)[0]).toMatchObject({ level: 'info', message: 'two\nlines', rows: '3', ok: true })
    expect(parsed(out)[0]?.at).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/)
    expect(parsed(err)).toMatchObject([{ level: 'warn', message: 'careful' }])
  })

  it('keeps quiet below the level', () => {
    log('debug', 'no')
    vi.stubEnv('ONEBILL_LOG_LEVEL', 'debug')
    log('debug', 'yes')
    vi.stubEnv('ONEBILL_LOG_LEVEL', 'error')
    log('warn', 'no')
    vi.stubEnv('ONEBILL_LOG_LEVEL', 'nonsense')
    log('info', 'as usual')
    expect([...parsed(out), ...parsed(err)].map(({ message }) => message)).toEqual(['yes', 'as usual'])
  })

  it('hides secrets in words, fields, causes and by name', () => {
    const token = `onebill_${'x'.repeat(43)}`
    const error = new Error(`no: sk-ant-admin01-abcdefgh`, {
      cause: new Error('postgresql://u:hunter2@h/db'),
    })
    logError(`Bearer abc.def and ${token}`, error, {
      url: `https://user:hunter2@example.com/?t=${token}`,
      deep: { list: [token], password: 'hunter2' },
      admin_key: 'hunter2',
      said: 'Authorization: Bearer hunter2',
    })
    const text = [...out, ...err].join('')
    expect(text).not.toMatch(/hunter2|abcdefgh|abc\.def|xxxx/)
    expect(parsed(err)[0]).toMatchObject({ deep: { password: '[hidden]' }, admin_key: '[hidden]' })
    expect(String(parsed(err)[0]?.error)).toContain('caused by')
  })

  it('speaks in words where asked to', () => {
    vi.stubEnv('ONEBILL_LOG', 'text')
    log('info', 'Synced', { rows: 3, by: 'Ada' })
    expect(out[0]).toMatch(/^\S+Z info Synced rows=3 by=Ada\n$/)
  })
})

it('takes over what is said through the console, without colours', () => {
  const methods = {
    error: console.error,
    warn: console.warn,
    info: console.info,
    log: console.log,
    debug: console.debug,
  }
  try {
    takeOverConsole()
    console.error('\u001b[31m⨯\u001b[0m %s failed:', 'it', new Error('sk-ant-admin01-abcdefgh'))
    console.log('ready')
  } finally {
    Object.assign(console, methods)
  }
  expect(parsed(out)).toMatchObject([{ level: 'info', message: 'ready' }])
  expect(parsed(err)[0]).toMatchObject({
    level: 'error',
    message: expect.stringMatching(/^⨯ it failed: Error: sk-ant-\[hidden\]/),
  })
})
