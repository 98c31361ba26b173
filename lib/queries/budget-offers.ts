import { pool, prisma } from '@/lib/db/client'
import { loadPlans, readCatalogue } from '@/lib/db/plan-rows'
import type { DataScope } from '@/lib/domain/data-scope'
import { dayOf } from '@/lib/domain/day'
import { planNameOn } from '@/lib/domain/plan-catalogue'
import { describingTerm } from '@/lib/domain/plan-cycles'
import type { Viewer } from '@/lib/domain/viewer'

interface Offer {
  id: string
  name: string
}

/** What the scope of a budget can be chosen from. */
export interface BudgetOffers {
  organizations: Offer[]
  workspaces: Offer[]
  keys: Offer[]
  plans: Offer[]
  models: string[]
  owners: string[]
  tags: string[]
}

const MOST_KEYS = 2000

/** What there is in one kind of data; keys that can still be used before those that cannot. */
export async function budgetOffers(_viewer: Viewer, now: Date, data: DataScope): Promise<BudgetOffers> {
  const isDemo = data === 'demo'
  const place = { organization: { isDemo } }
  const of = `organization_id in (select id from organizations where is_demo = $1)`
  const [organizations, workspaces, keys, plans, catalogue, others] = await Promise.all([
    prisma().organization.findMany({
      where: { isDemo },
      select: { id: true, name: true },
      orderBy: { name: 'asc' },
    }),
    prisma().workspace.findMany({ where: place, select: { id: true, name: true }, orderBy: { name: 'asc' } }),
    prisma().apiKey.findMany({
      where: place,
      select: { id: true, name: true, status: true },
      orderBy: [{ status: 'asc' }, { name: 'asc' }],
      take: MOST_KEYS,
    }),
    loadPlans(data),
    readCatalogue(),
    pool().query<{ models: string[] | null; owners: string[] | null; tags: string[] | null }>(
      `select
         (select array_agg(distinct value order by value) from spend_day_parts
          where dimension = 'model' and value is not null and ${of}) as models,
         (select array_agg(distinct email order by email) from (
            select owner_email as email from key_assignments where owner_email is not null and ${of}
            union select lower(email) from members where gone_at is null and ${of}) o) as owners,
         (select array_agg(distinct tag order by tag) from key_assignments, unnest(tags) tag where ${of}) as tags`,
      [isDemo],
    ),
  ])
  const { models, owners, tags } = others.rows[0] ?? { models: null, owners: null, tags: null }
  const today = dayOf(now)
  return {
    ...{ organizations, workspaces },
    keys: keys.map(({ id, name, status }) => ({
      id,
      name: status === 'active' ? name : `${name} (${status})`,
    })),
    plans: plans.map((plan) => {
      const { planCode } = describingTerm(plan, today)
      return {
        id: plan.id,
        name: `${planNameOn(catalogue, planCode, plan.cycle, today)} · ${plan.holderEmail}`,
      }
    }),
    ...{ models: models ?? [], owners: owners ?? [], tags: tags ?? [] },
  }
}
