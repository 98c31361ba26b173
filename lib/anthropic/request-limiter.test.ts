import { APIConnectionError, APIError } from '@anthropic-ai/sdk'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ExpectedError } from '@/lib/errors'
import { createRequestLimiter, isLoopback } from './request-limiter'
import { UnreadableAnswer } from './unreadable-answer'

const START = Date.parse('2026-11-22T10:40:00Z')

function world({
  perMinute = null,
  random = () => 0,
}: { perMinute?: number | null; random?: () => number } = {}) {
  let ms = 0
  const slept: number[] = []
  const now = () => new Date(START + ms)
  const limiter = createRequestLimiter({
    requestsPerMinute: perMinute,
    clock: () => ms,
    now,
    random,
    sleep: (wait, signal) => {
      signal?.throwIfAborted()
      slept.push(wait)
      ms += wait
      return Promise.resolve()
    },
  })
  return { limiter, slept, now, clock: () => ms, pass: (by: number) => (ms += by) }
}

function refusal(status: number, headers: Record<string, string> = {}) {
  return APIError.generate(status, { error: { type: 'x', message: 'no' } }, undefined, new Headers(headers))
}

/** Fails with each of `failures` in turn, then answers. */
function attempts(...failures: unknown[]) {
  let made = 0
  const attempt = () => {
    const failure = failures[made++]
    return failure === undefined ? Promise.resolve('answer') : Promise.reject(failure as Error)
  }
  return { attempt, made: () => made }
}

describe('pace', () => {
  test('at most the allowed number of requests begins in any minute, and none waits longer than it must', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 8 }),
        fc.array(fc.integer({ min: 0, max: 40_000 }), { maxLength: 40 }),
        async (perMinute, gaps) => {
          const { limiter, clock, pass } = world({ perMinute })
          const begun: number[] = []
          for (const gap of gaps) {
            pass(gap)
            const asked = clock()
            await limiter.run(() => Promise.resolve(begun.push(clock())))
            const index = begun.length - 1
            const earliest = Math.max(asked, (begun[index - perMinute] ?? -Infinity) + 60_000)
            expect(begun[index]).toBe(earliest)
          }
        },
      ),
    )
  })

  test('counts retries as requests', async () => {
    const { limiter, clock } = world({ perMinute: 2 })
    const { attempt } = attempts(refusal(500), refusal(500))
    await limiter.run(attempt)
    expect(clock()).toBeGreaterThanOrEqual(60_000)
  })

  test('a sleep that is not real counts as slept', async () => {
    const limiter = createRequestLimiter({ requestsPerMinute: 3, sleep: () => Promise.resolve() })
    for (let i = 0; i < 100; i++) await limiter.run(() => Promise.resolve())
    await expect(limiter.run(attempts(refusal(429, { 'retry-after': '200' })).attempt)).resolves.toBe(
      'answer',
    )
  })

  test('is lifted where there is no limit', async () => {
    const { limiter, slept } = world()
    for (let i = 0; i < 500; i++) await limiter.run(() => Promise.resolve())
    expect(slept).toEqual([])
  })
})

describe('429', () => {
  test.each([
    ['retry-after in seconds', { 'retry-after': '90' }, 90_000],
    ['retry-after: 0, which no backoff is shorter for', { 'retry-after': '0' }, 2000],
    ['retry-after as a date', { 'retry-after': 'Sun, 22 Nov 2026 10:42:00 GMT' }, 120_000],
    ['a date that has passed', { 'retry-after': 'Sun, 22 Nov 2026 10:00:00 GMT' }, 2000],
    ['nothing', {}, 2000],
    ['a reset to come', { 'anthropic-ratelimit-requests-reset': '2026-11-22T10:40:30Z' }, 30_000],
    ['a stale reset', { 'anthropic-ratelimit-requests-reset': '2026-11-22T10:39:00Z' }, 2000],
    ['nonsense', { 'retry-after': 'soon', 'anthropic-ratelimit-requests-reset': 'later' }, 2000],
  ])('with %s', async (_, headers: Record<string, string>, expected) => {
    const { limiter, slept } = world()
    await expect(limiter.run(attempts(refusal(429, headers)).attempt)).resolves.toBe('answer')
    expect(slept).toEqual([expected])
  })

  test('holds every other request of the connection back, too', async () => {
    const { limiter, clock } = world()
    const first = limiter.run(attempts(refusal(429, { 'retry-after': '60' })).attempt)
    const begunAt: number[] = []
    await Promise.all([
      first,
      Promise.resolve().then(() => limiter.run(() => Promise.resolve(begunAt.push(clock())))),
    ])
    await limiter.run(() => Promise.resolve(begunAt.push(clock())))
    expect(begunAt.at(-1)).toBeGreaterThanOrEqual(60_000)
  })

  test('with retry-after: 0 every time is asked less and less often', async () => {
    const { limiter, slept } = world()
    const refusals = Array.from({ length: 5 }, () => refusal(429, { 'retry-after': '0' }))
    await expect(limiter.run(attempts(...refusals).attempt)).resolves.toBe('answer')
    expect(slept).toEqual([2000, 4000, 8000, 16_000, 30_000])
  })

  test('does not sleep through more than five minutes', async () => {
    const { limiter, slept } = world()
    const running = limiter.run(attempts(refusal(429, { 'retry-after': '3600' })).attempt)
    const error = await running.catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(ExpectedError)
    expect(error).toMatchObject({ kind: 'upstream', retryAfterSeconds: 3600 })
    expect(String(error)).toContain('asked to wait until 11:40 UTC')
    expect(slept).toEqual([])
  })
})

describe('other failures', () => {
  test.each([
    ['408', refusal(408)],
    ['409', refusal(409)],
    ['500', refusal(500)],
    ['529', refusal(529)],
    ['a lost connection', new APIConnectionError({ message: 'gone' })],
    ['a cut answer', new UnreadableAnswer(new Error('terminated'))],
  ])('%s is tried again', async (_, failure) => {
    const { limiter, slept } = world()
    await expect(limiter.run(attempts(failure, failure).attempt)).resolves.toBe('answer')
    expect(slept).toEqual([500, 1000])
  })

  test('waits are spread by up to a quarter and capped', async () => {
    const { limiter, slept } = world({ random: () => 0.999_999 })
    await limiter.run(attempts(...Array.from({ length: 5 }, () => refusal(429))).attempt)
    expect(slept.map(Math.round)).toEqual([1500, 3000, 6000, 12_000, 22_500])
  })

  test('six tries and no more, then the last failure as it came', async () => {
    const { limiter } = world()
    const failures = Array.from({ length: 10 }, (_, index) => refusal(500, { 'request-id': `req_${index}` }))
    const { attempt, made } = attempts(...failures)
    await expect(limiter.run(attempt)).rejects.toBe(failures[5])
    expect(made()).toBe(6)
  })

  test.each([400, 401, 402, 403, 404, 422])('%i is final', async (status) => {
    const failure = refusal(status, { 'x-should-retry': 'true' })
    const { attempt, made } = attempts(failure)
    await expect(world().limiter.run(attempt)).rejects.toBe(failure)
    expect(made()).toBe(1)
  })

  test.each([429, 500, 529])('x-should-retry: false makes %i final', async (status) => {
    const { attempt, made } = attempts(refusal(status, { 'x-should-retry': 'false' }))
    await expect(world().limiter.run(attempt)).rejects.toMatchObject({ status })
    expect(made()).toBe(1)
  })

  test('a bug is not tried again', async () => {
    const { attempt, made } = attempts(new TypeError('undefined is not a function'))
    await expect(world().limiter.run(attempt)).rejects.toThrow(TypeError)
    expect(made()).toBe(1)
  })
})

describe('aborting', () => {
  test('ends a real wait at once with the reason of the signal', async () => {
    const controller = new AbortController()
    const reason = new Error('the server is stopping')
    const limiter = createRequestLimiter({ requestsPerMinute: null })
    const { attempt, made } = attempts(refusal(429, { 'retry-after': '200' }))
    const running = limiter.run(attempt, controller.signal)
    setImmediate(() => controller.abort(reason))
    await expect(running).rejects.toBe(reason)
    expect(made()).toBe(1)
  })

  test('before the first request lets none out', async () => {
    const { attempt, made } = attempts()
    await expect(world().limiter.run(attempt, AbortSignal.abort(new Error('no')))).rejects.toThrow('no')
    expect(made()).toBe(0)
  })
})

test.each([
  ['http://127.0.0.1:4010', true],
  ['http://127.8.9.1', true],
  ['http://localhost:3000', true],
  ['http://[::1]:4010', true],
  ['https://api.anthropic.com', false],
  ['https://127.0.0.1.example.com', false],
  ['http://10.0.0.1', false],
])('%s is loopback: %s', (address, expected) => {
  expect(isLoopback(address)).toBe(expected)
})
