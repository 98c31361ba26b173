import { beforeAll, describe, expect, it } from 'vitest'
import { systemActor } from '@/lib/auth/system-actor'
import { createPlan } from '@/lib/commands/plans'
import { pool, prisma } from '@/lib/db/client'
import { SUM_DAYS } from '@/lib/db/rollup'
import { useDatabase } from '@/lib/db/test-database'
import { day } from '@/lib/domain/day'
import { nano } from '@/lib/domain/money'
import { search, searchText } from './search'

const NOW = new Date('2026-11-22T10:30:00Z')
const viewer = systemActor('test', 'viewer')

useDatabase()

const found = (text: string) => search(viewer, text, NOW)
const keysOf = async (text: string) => (await found(text)).keys.map(({ name }) => name)
let planId: string

beforeAll(async () => {
  const organizationId = 'org-1'
  await prisma().organization.create({ data: { id: organizationId, name: 'Acme', createdAt: NOW } })
  await prisma().workspace.createMany({
    data: [
      { organizationId, id: 'wrkspc_1', name: 'Production', isDefault: false },
      { organizationId, id: 'wrkspc_2', name: 'Old production', isDefault: false, archivedAt: NOW },
    ],
  })
  const key = { organizationId, status: 'active', workspaceId: 'wrkspc_1', createdByType: 'user' }
  await prisma().apiKey.createMany({
    data: [
      {
        ...key,
        id: 'apikey_a',
        name: 'billing-service',
        hint: 'sk-ant-api03-R2D...igAA',
        createdById: 'user_1',
      },
      {
        ...key,
        id: 'apikey_b',
        name: 'Nightly billing',
        hint: 'sk-ant-api03-C3P...owBB',
        createdById: 'user_1',
      },
      { ...key, id: 'apikey_c', name: 'billing, retired', hint: null, goneAt: NOW },
      { ...key, id: 'apikey_d', name: '100%_sure', hint: null, status: 'inactive' },
    ],
  })
  await prisma().member.createMany({
    data: [
      { organizationId, id: 'user_1', name: 'Ada Byron', email: 'Ada@example.com', role: 'admin' },
      { organizationId, id: 'user_2', name: 'Émile Borel', email: 'emile@example.com', role: 'user' },
    ],
  })
  ;({ id: planId } = await createPlan(
    systemActor('test', 'owner'),
    {
      holderEmail: 'ada@example.com',
      planCode: 'max',
      cycle: 'monthly',
      seats: 1,
      startsOn: day('2026-10-15'),
      endsOn: null,
      currency: 'USD',
      price: nano(100_000_000_000n),
      priceUsd: null,
      apiCredit: null,
    },
    NOW,
  ))
})

async function use(model: string | null, on: string): Promise<void> {
  await pool().query(
    `insert into spend_rollup (organization_id, day, model, amount_nano, list_amount_nano, cost_lines, uncached_input,
       cache_read, cache_write_5m, cache_write_1h, output, web_searches, requests)
     values ('org-1', $1, $2, 1, 1, 1, 0, 0, 0, 0, 0, 0, 1)`,
    [on, model],
  )
  await pool().query(SUM_DAYS, ['org-1', [on]])
  await pool().query(
    `insert into coverage (organization_id, day, state, source, granularity, digest, usage_rows, cost_rows, read_at)
     values ('org-1', $1, 'synced', 'analytics', 'hour', $2, 1, 1, $3)`,
    [on, `digest of ${on}`, NOW],
  )
}

describe('search', () => {
  it('finds keys by name, id and hint: those that begin so first, those not in use last', async () => {
    expect(await keysOf('bill')).toEqual(['billing-service', 'Nightly billing', 'billing, retired'])
    expect(await keysOf('BILLING night')).toEqual(['Nightly billing'])
    expect(await keysOf('APIKEY_B')).toEqual(['Nightly billing'])
    expect((await found('igaa')).keys).toEqual([
      {
        id: 'apikey_a',
        name: 'billing-service',
        hint: 'sk-ant-api03-R2D...igAA',
        organizationId: 'org-1',
        workspace: 'Production',
        gone: false,
      },
    ])
  })

  it('takes wildcards for what they are', async () => {
    expect(await keysOf('%')).toEqual(['100%_sure'])
    expect(await keysOf('100%')).toEqual(['100%_sure'])
    expect(await keysOf('b_lling')).toEqual([])
    for (const odd of ["'", '\\', '{a,b}', '"', '$1', '😀']) expect(await keysOf(odd)).toEqual([])
  })

  it('finds workspaces, archived ones last', async () => {
    const { workspaces } = await found('production')
    expect(workspaces.map(({ name, gone }) => [name, gone])).toEqual([
      ['Production', false],
      ['Old production', true],
    ])
  })

  it('finds people with the keys they made and the plans they hold, and plans by their holder', async () => {
    const { people, plans } = await found('ada')
    expect(people).toEqual([
      {
        id: 'user_1',
        name: 'Ada Byron',
        email: 'Ada@example.com',
        organizationId: 'org-1',
        gone: false,
        keyIds: ['apikey_a', 'apikey_b'],
        keyCount: 2,
        planIds: [planId],
      },
    ])
    expect(plans).toEqual([{ id: planId, name: 'Max · ada@example.com', state: 'active' }])
    expect((await found('émile')).people).toMatchObject([{ keyIds: [], keyCount: 0, planIds: [] }])
    expect((await found('ÉMILE')).people).toHaveLength(1)
    expect((await found('max ADA')).plans).toHaveLength(1)
  })

  it('finds models, also one used first since it was last asked', async () => {
    expect((await found('claude')).models).toEqual([])
    await use('claude-opus-5-5', '2026-11-20')
    await use(null, '2026-11-19')
    expect((await found('opus')).models).toEqual(['claude-opus-5-5'])
    await use('claude-haiku-5', '2026-11-21')
    expect((await found('claude')).models).toEqual(['claude-haiku-5', 'claude-opus-5-5'])
  })

  it('lists at most six of a kind and says that there are more', async () => {
    expect((await found('apikey')).more).toBe(false)
    const data = Array.from({ length: 7 }, (_, index) => ({
      organizationId: 'org-1',
      id: `wrkspc_many_${index}`,
      name: `Many ${index}`,
      isDefault: false,
    }))
    await prisma().workspace.createMany({ data })
    const { workspaces, more } = await found('many')
    expect(workspaces).toHaveLength(6)
    expect(more).toBe(true)
  })
})

it('what PostgreSQL cannot take, and nothing at all, is refused before it is asked', () => {
  for (const odd of ['a\u0000b', '   ', 'x'.repeat(101)])
    expect(searchText.safeParse(odd).success).toBe(false)
  expect(searchText.parse(' a  b ')).toBe('a  b')
})
