import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'

const TSX = createRequire(import.meta.url).resolve('tsx/cli')
const SERVE = fileURLToPath(new URL('./serve.ts', import.meta.url))

function serve(...options: string[]): ChildProcess {
  const child = spawn(process.execPath, [TSX, SERVE, ...options], { stdio: ['pipe', 'pipe', 'pipe'] })
  onTestFinished(() => void child.kill('SIGKILL'))
  return child
}

async function firstLine(child: ChildProcess) {
  const [chunk] = (await once(child.stdout as NodeJS.ReadableStream, 'data')) as [Buffer]
  return JSON.parse(chunk.toString()) as { url: string; adminKey: string; organizationId: string }
}

test('serves a story, takes orders, tells the truth, and stops when its input closes', async () => {
  const child = serve('--story', 'forgotten-key', '--now', '2026-11-22T11:20:30Z', '--control')
  const { url, adminKey, organizationId } = await firstLine(child)
  const order = (body: object) => fetch(`${url}/__control`, { method: 'POST', body: JSON.stringify(body) })
  const me = () =>
    fetch(`${url}/v1/organizations/me`, {
      headers: { 'x-api-key': adminKey, 'anthropic-version': '2026-10-21' },
    })
  expect(await (await me()).json()).toMatchObject({ id: organizationId, name: 'Mara Lindqvist' })

  type Truth = { total_usd: string; as_of: string; rows: { key: string; amount_usd: string }[] }
  const truth = async () =>
    (await (await fetch(`${url}/__truth?from=2026-11-20&to=2026-11-23&by=day`)).json()) as Truth
  const before = await truth()
  expect(before.as_of).toBe('2026-11-22T11:20:00.000Z')
  expect(before.rows.map((row) => row.key)).toEqual(['2026-11-20', '2026-11-21', '2026-11-22'])
  expect(before.total_usd).toMatch(/^\d+\.\d{2,9}$/)

  const faults = [{ action: { kind: 'status', status: 529 } }]
  expect((await order({ faults, restate: { day: '2026-11-20', percent: 0 } })).status).toBe(200)
  expect((await me()).status).toBe(529)
  expect((await truth()).rows[0]?.amount_usd).toBe('0.00')
  await order({ clock: '2026-11-21T00:00:00Z' })
  expect((await truth()).rows.map((row) => row.key)).toEqual(['2026-11-20'])
  const analytics = () =>
    fetch(`${url}/v1/organizations/analytics/cost?starting_at=2026-11-20T00:00:00Z`, {
      headers: {
        'x-api-key': adminKey,
        'anthropic-version': '2026-10-21',
        'anthropic-beta': 'analytics-usage-cost-2026-08-24',
      },
    })
  expect((await analytics()).status).toBe(200)
  expect((await order({ source: 'legacy-only' })).status).toBe(200)
  expect((await analytics()).status).toBe(400)
  await order({ revokeAdminKey: true })
  expect((await me()).status).toBe(401)
  await order({ reset: true })
  expect(await truth()).toEqual(before)
  expect((await analytics()).status).toBe(200)
  expect((await order({ clock: 'noon' })).status).toBe(400)

  const exit = once(child, 'exit')
  child.stdin?.end()
  expect(await exit).toEqual([0, null])
}, 30_000)

test('stops on SIGTERM; control is closed unless opened; wrong options end it with a sentence', async () => {
  const child = serve('--story', 'forgotten-key')
  const { url } = await firstLine(child)
  expect((await fetch(`${url}/__truth`)).status).toBe(404)
  const exit = once(child, 'exit')
  child.kill('SIGTERM')
  expect(await exit).toEqual([0, null])

  const wrong = serve('--story', 'fairy')
  const [message] = (await once(wrong.stderr as NodeJS.ReadableStream, 'data')) as [Buffer]
  expect(message.toString()).toContain('--story is one of northwind, leaked-key')
  expect(await once(wrong, 'exit')).toEqual([1, null])
}, 30_000)
