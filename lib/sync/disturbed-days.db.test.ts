import { expect, it } from 'vitest'
import { pool, prisma } from '@/lib/db/client'
import { useDatabase } from '@/lib/db/test-database'
import { randomWorld, simulate } from '@/lib/simulator/simulator-under-test'
import type { Simulator } from '@/lib/simulator/start-simulator'
import { SYNC_TABLES, connectSimulator, coverageStates, expectTruth, sync } from './sync-under-test'

/** Days from 2026-01-01 to the clock's day. */
const ALL_DAYS = 326

interface Item {
  starting_at: string
  group: Record<string, string | null>
}

interface UsagePage {
  items: Item[]
  isLast: boolean
}

useDatabase({ emptied: SYNC_TABLES })

async function connected(): Promise<Simulator> {
  const simulator = await simulate({ world: randomWorld({ rows: 2500, days: 12 }), maxPageRows: 20 })
  await connectSimulator(simulator)
  return simulator
}

/** Shows every page of usage rows to `change`, which may add rows or answer in the place of Anthropic. */
function tampered(change: (page: UsagePage) => Response | void): typeof fetch {
  return async (input, init) => {
    const response = await fetch(input, init)
    const url = decodeURIComponent(String(input instanceof Request ? input.url : input))
    if (!response.ok || !url.includes('analytics/usage') || !url.includes('group_by')) return response
    const body = (await response.json()) as { data: Item[]; has_more: boolean }
    const answer = change({ items: body.data, isLast: !body.has_more })
    return answer ?? Response.json(body, { headers: response.headers })
  }
}

const dayOfItem = (item: Item) => item.starting_at.slice(0, 10)

/** Rows that appear on days whose totals were asked for before, and which the pages have passed. */
function lateRows(days: readonly string[]) {
  const known = new Map<string, Item>()
  return {
    see(items: readonly Item[]) {
      for (const item of items) if (days.includes(dayOfItem(item))) known.set(dayOfItem(item), item)
    },
    take: () => [...known.values()].map((item) => ({ ...item, group: { ...item.group, product: 'late' } })),
  }
}

async function statesOf(...days: string[]): Promise<string[]> {
  const { rows } = await pool().query<{ state: string }>(
    'select state::text from coverage where day = any($1::date[]) order by day desc',
    [days],
  )
  return rows.map(({ state }) => state)
}

it('a day that changed after it was complete is stored as it was read last, once', async () => {
  const simulator = await connected()
  const late = lateRows(['2026-11-20'])
  let isAdded = false
  const run = await sync(simulator, {
    fetch: tampered(({ items, isLast }) => {
      late.see(items)
      if (isLast && !isAdded) items.push(...late.take())
      isAdded ||= isLast
    }),
  })
  const { rows } = await pool().query<{ count: string }>(
    'select (select count(*) from usage_facts) + (select count(*) from cost_facts) as count',
  )
  expect(run).toMatchObject({ status: 'succeeded', error: null, daysDone: ALL_DAYS })
  expect(run.rows).toBe(BigInt(rows[0]?.count ?? 0))
  await expectTruth(simulator)
  expect(await coverageStates()).toEqual({ provisional: 1, synced: ALL_DAYS - 1 })
})

it('a day that changes at every reading is partial and named', async () => {
  const simulator = await connected()
  const days = ['2026-11-20', '2026-11-19', '2026-11-18']
  const late = lateRows(days)
  const run = await sync(simulator, {
    fetch: tampered(({ items, isLast }) => {
      late.see(items)
      if (isLast && items.some((item) => dayOfItem(item) < '2026-11-19')) items.push(...late.take())
    }),
  })
  expect(await statesOf(...days)).toEqual(['partial', 'partial', 'partial'])
  expect(run.status).toBe('failed')
  for (const day of days) expect(run.error).toContain(day)
  expect(await sync(simulator)).toMatchObject({ status: 'succeeded' })
  await expectTruth(simulator)
})

it('a day that changed is partial also where the reading breaks off before it can be read again', async () => {
  const simulator = await connected()
  const late = lateRows(['2026-11-20'])
  let isAdded = false
  const run = await sync(simulator, {
    fetch: tampered(({ items }) => {
      late.see(items)
      if (isAdded) return Response.json({ error: { type: 'x', message: 'gone' } }, { status: 410 })
      if (!items.every((item) => dayOfItem(item) < '2026-11-16')) return
      items.push(...late.take())
      isAdded = true
    }),
  })
  expect(run.status).toBe('failed')
  expect(await statesOf('2026-11-21', '2026-11-20', '2026-11-19')).toEqual(['synced', 'partial', 'synced'])
  expect(await sync(simulator)).toMatchObject({ status: 'succeeded' })
  expect(await prisma().coverage.count({ where: { state: 'partial' } })).toBe(0)
  await expectTruth(simulator)
})
