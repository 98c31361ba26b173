import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import { mintViewer } from '@/lib/auth/mint-viewer'
import { systemActor } from '@/lib/auth/system-actor'
import { signReview } from '@/lib/commands/review-signing'
import { pool, prisma } from '@/lib/db/client'
import { useDatabase } from '@/lib/db/test-database'
import { openReview } from '@/lib/publish/reviews/open-review'
import { listAuditEntries } from '@/lib/queries/audit-entries'
import { demoState } from '@/lib/queries/demo'
import { startSimulator } from '@/lib/simulator/start-simulator'
import { type StoryName, tellStory } from '@/lib/simulator/stories/tell-story'
import { stopSync } from '@/lib/sync/request-sync'
import { coverageStates, expectTruth } from '@/lib/sync/sync-under-test'
import { DEMO_STORIES } from './demo-stories'
import { beginDemo, clearDemo, loadDemo } from './load-demo'

const NOW = new Date('2026-11-22T11:20:30Z')
const owner = systemActor('test')
const DOLLAR = 1_000_000_000

// A busy machine takes its time; how long a quiet one needs is the bench's and the browser story's to say.
vi.setConfig({ testTimeout: 120_000 })

useDatabase()
beforeEach(async () => {
  await prisma().syncLease.deleteMany()
  await clearDemo(owner, NOW)
  await prisma().auditEntry.deleteMany()
})

async function told(name: StoryName) {
  const { world, plans } = tellStory(name, { seed: 'demo', now: NOW, daysAhead: 0 })
  const simulator = await startSimulator({ world, clock: () => NOW })
  onTestFinished(() => simulator.close())
  return { simulator, plans }
}

async function asked<Row extends object>(sql: string): Promise<Row[]> {
  const { rows } = await pool().query<Row>(sql)
  return rows
}

/** What each story is about is there to be found in what was stored. */
const POINTS: Partial<Record<StoryName, () => Promise<void>>> = {
  // a probe on a model never used, the next night a burst, twice
  'leaked-key': async () => {
    const nights = await asked<{
      day: string
      dollars: number
      requests: number
      hours: number
      keys: number
    }>(
      `select day, sum(dollars)::float8 as dollars, sum(requests)::int as requests, count(distinct starts_at)::int as hours,
         count(distinct api_key_id)::int as keys
       from (
         select day, starts_at, api_key_id, model, amount_nano / 1e9 as dollars, 0 as requests from cost_facts
         union all select day, starts_at, api_key_id, model, 0, requests from usage_facts) f
       where model like 'claude-fable%' group by day order by day`,
    )
    expect(nights.map(({ day }) => day)).toEqual(['2026-11-06', '2026-11-07', '2026-11-18', '2026-11-19'])
    const [probe, burst, again, secondBurst] = nights
    for (const one of [probe, again]) {
      expect(one).toMatchObject({ requests: 2, hours: 2, keys: 1 })
      expect(one?.dollars).toBeLessThan(0.01)
    }
    for (const one of [burst, secondBurst]) {
      expect(one).toMatchObject({ hours: 4, keys: 1 })
      expect(one?.dollars).toBeGreaterThan(60)
      expect(one?.dollars).toBeLessThan(140)
    }
    const [usual] = await asked<{ most: number }>(
      `select max(dollars)::float8 as most from (
         select sum(amount_nano) / 1e9 as dollars from cost_facts where model not like 'claude-fable%' and day >= '2026-10-24' group by day) d`,
    )
    expect(usual?.most).toBeLessThan(5)
  },

  // active, and unused for sixty days or for ever
  'idle-keys': async () => {
    const keys = await asked<{ status: string; last: string | null; left: boolean }>(
      `select k.status, max(r.day)::text as last, bool_or(m.gone_at is not null or m.id is null) as left
       from api_keys k left join spend_rollup r on r.api_key_id = k.id and r.requests > 0
         left join members m on m.id = k.created_by_id
       group by k.id, k.status`,
    )
    const active = keys.filter(({ status }) => status === 'active')
    const idle = active.filter(({ last }) => last === null || last < '2026-09-23')
    expect([active.length, idle.length]).toEqual([14, 11])
    expect(idle.filter(({ last }) => last === null)).toHaveLength(4)
    expect(idle.filter(({ left }) => left)).toHaveLength(4)
  },

  // the same hour of every day, weekends too
  'forgotten-cron': async () => {
    const runs = await asked<{ day: string; hour: number; requests: number }>(
      `select f.day, extract(hour from f.starts_at at time zone 'UTC')::int as hour, f.requests::int as requests
       from usage_facts f join api_keys k on k.id = f.api_key_id
       where k.name = 'kpi-digest' and f.day >= '2026-09-01' order by f.starts_at`,
    )
    expect(runs).toHaveLength(83)
    expect(new Set(runs.map(({ hour, requests }) => `${hour} ${requests}`))).toEqual(new Set(['3 1']))
  },

  // in the middle of a cycle, its credit in use on what the organisation spends
  'plan-upgrade': async () => {
    const plan = await prisma().plan.findFirstOrThrow({
      include: { terms: { orderBy: { effectiveOn: 'asc' } } },
    })
    expect(plan.terms.map(({ effectiveOn, planCode }) => [effectiveOn, planCode])).toEqual([
      ['2026-05-03', 'max'],
      ['2026-11-13', 'ultra'],
    ])
    const [cycle] = await asked<{ dollars: number }>(
      `select sum(amount_nano)::float8 / 1e9 as dollars from spend_days where day >= '2026-11-03'`,
    )
    expect(cycle?.dollars).toBeGreaterThan(60)
  },

  // every fast hour at twice the list price of the model
  'fast-mode': async () => {
    const [fast] = await asked<{ days: number; per_million: number }>(
      `select count(distinct c.day)::int as days,
         (sum(c.amount_nano) / (select sum(output) from usage_facts
            where product = 'claude_code' and day >= '2026-11-01') / 1000)::float8 as per_million
       from cost_facts c where c.product = 'claude_code' and c.token_type = 'output_tokens' and c.day >= '2026-11-01'`,
    )
    expect(fast?.days).toBeGreaterThanOrEqual(5)
    expect(fast?.per_million).toBe(40)
  },

  // every key used this week, owned and expiring; no week unlike another
  'quiet-team': async () => {
    const keys = await asked<{ last: string; expires_at: Date | null; owner: string | null }>(
      `select max(r.day)::text as last, k.expires_at, m.id as owner from api_keys k
         join spend_rollup r on r.api_key_id = k.id left join members m on m.id = k.created_by_id and m.gone_at is null
       group by k.id, k.expires_at, m.id`,
    )
    expect(keys).toHaveLength(3)
    for (const key of keys) {
      expect(key.last >= '2026-11-16').toBe(true)
      expect(key.expires_at && key.expires_at > NOW).toBe(true)
      expect(key.owner).not.toBeNull()
    }
    const weeks = await asked<{ dollars: number }>(
      `select sum(amount_nano)::float8 / 1e9 as dollars from spend_days
       where day >= '2026-10-12' and day < '2026-11-16' group by date_trunc('week', day)`,
    )
    const amounts = weeks.map(({ dollars }) => dollars)
    expect(amounts).toHaveLength(5)
    expect(Math.max(...amounts) / Math.min(...amounts)).toBeLessThan(1.25)
  },

  // plans, a leak, a nightly job, idle keys and Claude Code beside the plan at once
  northwind: async () => {
    const threads = await asked<{ name: string; status: string; dollars: number | null }>(
      `select k.name, k.status, sum(r.amount_nano) filter (where r.day >= '2026-10-24')::float8 / 1e9 as dollars
       from api_keys k left join spend_rollup r on r.api_key_id = k.id group by k.id, k.name, k.status order by k.name`,
    )
    const spentOn = new Map(threads.map(({ name, dollars }) => [name, dollars ?? 0]))
    expect(spentOn.get('product-photos')).toBeGreaterThan(80)
    expect(spentOn.get('nightly-kpi-digest')).toBeGreaterThan(30)
    expect(spentOn.get('mei-laptop')).toBeGreaterThan(60)
    const idle = threads.filter(({ status, dollars }) => status === 'active' && !dollars)
    expect(idle).toHaveLength(6)
    expect(await prisma().plan.count({ where: { creditOrganizationId: { not: null } } })).toBe(1)
  },
}

describe.each(DEMO_STORIES)('$name', ({ name, company }) => {
  it('is stored to the digit, with its plans, all of it marked, and makes its point', async () => {
    await loadDemo(owner, name, NOW)
    await POINTS[name]?.()
    const { simulator, plans } = await told(name)
    await expectTruth(simulator)
    const { synced = 0, ...others } = await coverageStates()
    expect([others, synced >= 325]).toEqual([{ provisional: 1 }, true])
    const organizations = await prisma().organization.findMany({ include: { connection: true } })
    expect(organizations).toHaveLength(1)
    const [organization] = organizations
    expect(organization).toMatchObject({
      name: company,
      isDemo: true,
      connection: { state: 'ok', failure: null, lastSyncedAt: NOW, readOnly: true },
    })
    const stored = await prisma().plan.findMany({
      orderBy: { id: 'asc' },
      include: { terms: { orderBy: { effectiveOn: 'asc' } } },
    })
    expect(
      stored.map(({ isDemo, holderEmail, creditClaimedOn, creditOrganizationId, terms }) => ({
        isDemo,
        holderEmail,
        credit: creditOrganizationId === null ? undefined : [creditOrganizationId, creditClaimedOn],
        terms: terms.map((term) => [
          term.effectiveOn,
          term.planCode,
          term.seats,
          Number(term.priceNano) / DOLLAR,
        ]),
      })),
    ).toEqual(
      plans.map((plan) => ({
        isDemo: true,
        holderEmail: plan.holder_email,
        credit: plan.credit_claimed_on && [organization?.id, plan.credit_claimed_on],
        terms: [
          [plan.starts_on, plan.plan, plan.seats, Number(plan.price)],
          ...(plan.changes ?? []).map((to) => [to.effective_on, to.plan, to.seats, Number(to.price)]),
        ],
      })),
    )
  })
})

describe('loading', () => {
  it('signs earlier weeks as somebody of the story, on the Monday after each', async () => {
    await loadDemo(owner, 'northwind', NOW)
    const signed = await asked<{ period: string; by: string; at: string; closed: string; decided: number }>(
      `select r.period, r.signed_by as by, (r.signed_at at time zone 'UTC')::date::text as at,
         (r.taken_at at time zone 'UTC')::date::text as closed,
         (select count(*)::int from review_lines l where l.review_id = r.id and l.decided_by = r.signed_by) as decided
       from reviews r order by r.starts_on`,
    )
    expect(signed.map(({ period, by, at, closed }) => [period, by, at, closed])).toEqual([
      ['2026-W43', 'Nora Winther (demo)', '2026-10-26', '2026-10-26'],
      ['2026-W44', 'Nora Winther (demo)', '2026-11-02', '2026-11-02'],
      ['2026-W45', 'Nora Winther (demo)', '2026-11-09', '2026-11-09'],
    ])
    for (const { decided } of signed) expect(decided).toBeGreaterThan(0)
    const heard = await asked<{ name: string }>(
      'select distinct actor_name as name from review_events order by 1',
    )
    expect(heard.map(({ name }) => name)).toEqual(expect.not.arrayContaining([owner.name]))
    const shown = async () =>
      (await listAuditEntries(owner, {}, { limit: 50 })).rows.map(({ action }) => action)
    expect(await shown()).toEqual(['demo.loaded'])
    const ada = mintViewer({ kind: 'user', id: 'u1', name: 'Ada', role: 'owner' })
    const opened = await openReview(ada, { period: '2026-W46', data: 'demo' }, NOW)
    await signReview(ada, { period: '2026-W46', data: 'demo' }, { note: null }, NOW)
    expect([opened.state, await shown()]).toEqual(['closed', ['demo.loaded']])
  })

  it('again replaces: one organisation, the other story, no more rows than it has', async () => {
    await loadDemo(owner, 'fast-mode', NOW)
    await loadDemo(owner, 'forgotten-cron', NOW)
    await loadDemo(owner, 'forgotten-cron', NOW)
    await expectTruth((await told('forgotten-cron')).simulator)
    expect(await demoState(owner)).toMatchObject({
      phase: 'loaded',
      company: 'Brook & Marsh',
      asOf: NOW,
      failure: null,
      hasReal: false,
    })
    const [counts] = await asked<Record<string, number>>(
      `select (select count(*) from organizations)::int as organizations, (select count(*) from plans)::int as plans,
         (select count(*) from sync_runs)::int as runs, (select count(*) from sync_leases)::int as leases,
         (select count(distinct organization_id) from usage_facts)::int as facts`,
    )
    expect(counts).toEqual({ organizations: 1, plans: 1, runs: 1, leases: 0, facts: 1 })
  })

  it('twice at the same time is refused, as is removing meanwhile; the first goes on undisturbed', async () => {
    await beginDemo(owner, 'forgotten-cron', NOW)
    expect(await demoState(owner)).toMatchObject({ phase: 'loading' })
    const refusal = { kind: 'conflict', message: expect.stringContaining('right now') as string }
    await expect(loadDemo(owner, 'fast-mode', NOW)).rejects.toMatchObject(refusal)
    await expect(beginDemo(owner, 'fast-mode', NOW)).rejects.toMatchObject(refusal)
    await expect(clearDemo(owner, NOW)).rejects.toMatchObject(refusal)
    await expect.poll(async () => (await demoState(owner)).phase, { timeout: 20_000 }).toBe('loaded')
    await expectTruth((await told('forgotten-cron')).simulator)
  })

  it('ends with the server; what there is then counts as unfinished', async () => {
    const said = vi.spyOn(console, 'error').mockImplementation(() => {})
    onTestFinished(() => said.mockRestore())
    await beginDemo(owner, 'team', NOW)
    await expect.poll(async () => (await demoState(owner)).run, { timeout: 60_000 }).not.toBeNull()
    await stopSync()
    expect(await prisma().syncRun.findMany()).toMatchObject([{ status: 'failed', error: 'interrupted' }])
    await expect.poll(async () => (await demoState(owner)).phase, { timeout: 20_000 }).toBe('unfinished')
    await expect.poll(() => said.mock.calls.length).toBe(1)
    expect(await clearDemo(owner, NOW)).toBe(true)
  })

  it('that was cut off is said, and loading again or removing puts it right', async () => {
    await prisma().organization.create({
      data: { id: 'cut-off', name: 'Cut off', isDemo: true, createdAt: NOW },
    })
    await prisma().syncLease.create({
      data: { organizationId: 'demo', runId: 'dead', heartbeatAt: new Date(Date.now() - 60_000) },
    })
    await prisma().syncRun.create({
      data: { organizationId: 'cut-off', status: 'running', requestedBy: 'dead', createdAt: NOW },
    })
    expect(await demoState(owner)).toMatchObject({ phase: 'unfinished', company: 'Cut off', asOf: null })
    await loadDemo(owner, 'forgotten-cron', NOW)
    expect(await demoState(owner)).toMatchObject({ phase: 'loaded', company: 'Brook & Marsh' })
    expect(await prisma().syncRun.count()).toBe(1)
  })

  it('takes the role admin', async () => {
    const member = systemActor('test', 'member')
    for (const attempt of [() => loadDemo(member, 'team', NOW), () => beginDemo(member, 'team', NOW)])
      await expect(attempt()).rejects.toMatchObject({ kind: 'forbidden' })
    await expect(clearDemo(member, NOW)).rejects.toMatchObject({ kind: 'forbidden' })
    await loadDemo(systemActor('test', 'admin'), 'forgotten-cron', NOW)
    expect(await clearDemo(systemActor('test', 'admin'), NOW)).toBe(true)
  })
})

it('removing what is not there changes nothing and says so', async () => {
  expect(await clearDemo(owner, NOW)).toBe(false)
  expect(await prisma().auditEntry.count()).toBe(0)
  expect(await demoState(owner)).toMatchObject({ phase: 'none', company: null, hasReal: false })
})

it('judges what is told, and tells nobody', async () => {
  await loadDemo(owner, 'key-over-plan', NOW)
  const [{ high = 0 } = {}] = await asked<{ high: number }>(
    `select count(*)::int as high from findings where severity = 'high' and rule = 'key-overrides-plan' and gone_at is null`,
  )
  expect(high).toBeGreaterThan(0)
  expect(await prisma().notice.count()).toBe(0)
  await clearDemo(owner, NOW)
  expect(await prisma().finding.count()).toBe(0)
})
