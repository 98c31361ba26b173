import { createHash } from 'node:crypto'
import type { Evidence, KeyEntry } from '@/lib/domain/findings/evidence'
import { hourInstant } from '@/lib/domain/findings/closed-hour'
import type { StoredPlan } from '@/lib/domain/plan-record'
import { pool, prisma } from './client'
import type { Horizon } from './finding-horizon'
import { readCatalogue, storedPlan, WITH_TERMS } from './plan-rows'
import { readSpendLimits } from './spend-limits'

export type KeyFacts = Omit<KeyEntry, 'used'>

/** All that the rules are told beside figures. */
export interface Surroundings extends Pick<
  Evidence,
  'organization' | 'workspaces' | 'members' | 'plans' | 'catalogue' | 'limits'
> {
  isDemo: boolean
  keys: KeyFacts[]
  /** Plan holders who are here, and whose plans another organisation speaks of. */
  guests: ReadonlySet<string>
}

/** An organisation's directory, plans and limits as they stand; throws where there is no such organisation. */
export async function readSurroundings(horizon: Horizon): Promise<Surroundings> {
  const { organizationId } = horizon
  const organization = await prisma().organization.findUniqueOrThrow({ where: { id: organizationId } })
  const [keys, workspaces, members, catalogue, limits, held] = await Promise.all([
    readKeys(horizon),
    prisma().workspace.findMany({ where: { organizationId }, orderBy: { id: 'asc' } }),
    prisma().member.findMany({ where: { organizationId, goneAt: null }, orderBy: { id: 'asc' } }),
    readCatalogue(),
    readSpendLimits(organizationId),
    readPlans(horizon, organization.isDemo),
  ])
  return {
    organization: { id: organizationId, name: organization.name },
    isDemo: organization.isDemo,
    keys,
    workspaces: workspaces.map(({ id, name }) => ({ id, name })),
    members: new Map(members.map(({ id, email }) => [id, email.toLowerCase()])),
    catalogue,
    limits,
    ...held,
  }
}

/** The same text for the same surroundings. */
export function digestOfSurroundings(surroundings: Surroundings, ...others: unknown[]): string {
  const text = JSON.stringify([surroundings, ...others], (_, value: unknown) => {
    if (typeof value === 'bigint') return value.toString()
    if (value instanceof Map) return [...(value as Map<unknown, unknown>)]
    return value instanceof Set ? [...(value as Set<unknown>)] : value
  })
  return createHash('sha256').update(text).digest('base64url')
}

/** Whose a key is, and whether they left, is told as the list of keys does; of people Anthropic no longer lists, by their use. */
async function readKeys({ organizationId, until, openDay }: Horizon): Promise<KeyFacts[]> {
  const { rows } = await pool().query<KeyFacts>(
    `select k.id, k.name, case when k.gone_at is null then k.status end as flag, k.workspace_id as "workspaceId",
       k.created_at as "createdAt", k.expires_at as "expiresAt",
       coalesce(a.owner_email, lower(m.email), lower(u.email)) as owner, a.purpose,
       case when a.owner_email is not null then
           (exists (select from members x where x.organization_id = $1 and lower(x.email) = a.owner_email)
             or exists (select from users x where x.email = a.owner_email))
           and not exists (select from members x where x.organization_id = $1 and x.gone_at is null
             and lower(x.email) = a.owner_email)
           and not exists (select from users x where x.email = a.owner_email and x.disabled_at is null)
         else k.created_by_type = 'user' and k.created_by_id is not null and (m.id is null or m.gone_at is not null)
       end is true as "ownerGone"
     from api_keys k
     left join members m on m.organization_id = $1 and m.id = k.created_by_id
     left join usage_actors u on u.organization_id = $1 and u.id = k.created_by_id
     left join (
       select distinct on (key_id) key_id, owner_email, purpose from key_assignments
       where organization_id = $1 and effective_on <= $2::text order by key_id, effective_on desc) a on a.key_id = k.id
     where k.organization_id = $1 and (k.created_at is null or k.created_at < $3::timestamptz)
     order by k.id`,
    [organizationId, openDay, hourInstant(until)],
  )
  return rows
}

/**
 * Plans of people who are here (members, owners of keys), plans whose credit is linked here, and plans of people who are
 * nowhere: those every organisation is told of. Each holder is at home in the oldest organisation they are in.
 */
async function readPlans(
  { organizationId, lastDay }: Horizon,
  isDemo: boolean,
): Promise<{ plans: StoredPlan[]; guests: Set<string> }> {
  const [rows, places, organizations] = await Promise.all([
    prisma().plan.findMany({
      where: { isDemo, deletedAt: null },
      include: WITH_TERMS,
      orderBy: { id: 'asc' },
    }),
    pool().query<{ email: string; organizationId: string }>(
      `select distinct lower(email) as email, organization_id as "organizationId" from members where gone_at is null
       union select owner_email, organization_id from key_assignments where owner_email is not null`,
    ),
    prisma().organization.findMany({
      where: { isDemo },
      select: { id: true },
      orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
    }),
  ])
  const around = new Map<string, Set<string>>()
  for (const { email, organizationId: place } of places.rows)
    if (organizations.some(({ id }) => id === place))
      around.set(email, (around.get(email) ?? new Set()).add(place))
  const guests = new Set<string>()
  const plans = rows.map(storedPlan).flatMap((plan): StoredPlan[] => {
    const { holderEmail, apiCredit, startsOn } = plan
    const linked = apiCredit === null || apiCredit.claimedOn > lastDay ? null : apiCredit
    const here = around.get(holderEmail) ?? new Set<string>()
    const isHere = here.has(organizationId) || apiCredit?.organizationId === organizationId || here.size === 0
    if (!isHere || startsOn > lastDay) return []
    const home = organizations.find(({ id }) => here.has(id)) ?? organizations[0]
    if (home?.id !== organizationId) guests.add(holderEmail)
    return [{ ...plan, apiCredit: linked }]
  })
  return { plans, guests }
}
