import { randomUUID } from 'node:crypto'
import { CUT_OFF_MS, GUARD } from '@/lib/commands/key-actions'
import { prisma } from '@/lib/db/client'
import type { ApiKey, GuardAct } from '@/lib/db/generated/client'
import { readGuardExemptions } from '@/lib/db/guard-exemptions'
import { recordNotices } from '@/lib/db/notices'
import { isOneKey } from '@/lib/domain/budget'
import { guardNotice, type ToldBudget } from '@/lib/domain/budget-notices'
import { guardVerdict } from '@/lib/domain/guard'
import { ExpectedError } from '@/lib/errors'
import { formatDayRange, formatUsd } from '@/lib/format'
import { deactivateAsGuard, type KeyOutcome } from './act-on-key'
import type { CallSettings } from './call-key'

export interface GuardSettings extends CallSettings {
  clock: () => Date
  signal: AbortSignal
}

/**
 * Deactivates the key of a budget that is exceeded, where an owner wants it so, or writes that it would; at most once a
 * period. One row a period is claimed first, so that two processes never act twice and a key that was activated again is left
 * alone. What failed is tried again at the next sync.
 */
export async function guardKey(
  told: ToldBudget,
  organizationId: string,
  settings: GuardSettings,
): Promise<void> {
  const { budget, standing } = told
  const { scope, guard } = budget
  if (guard === 'off' || scope.key === undefined || !isOneKey(scope)) return
  const key = await prisma().apiKey.findUnique({
    where: { organizationId_id: { organizationId, id: scope.key } },
  })
  if (!key) return
  const exemptions = await readGuardExemptions()
  const isExempt = exemptions.some(
    (each) => each.keyId === key.id && each.organizationId === key.organizationId,
  )
  const verdict = guardVerdict(guard, standing, { status: key.status, isExempt })
  if (verdict.kind === 'nothing' || verdict.kind === 'waits') return

  const act = await claimAct(told, key, settings.clock())
  if (!act) return
  if (await wasDone(act)) await conclude(act, told, key, { outcome: 'acted' }, settings.clock())
  else if (verdict.kind !== 'act') await conclude(act, told, key, { outcome: verdict.kind }, settings.clock())
  else if (guard === 'dry_run') await conclude(act, told, key, { outcome: 'would_act' }, settings.clock())
  else await deactivate(act, told, key, settings)
}

/** The row of this budget, period and mode, if it is ours to act on: new, failed before, or cut off. Not of one changed meanwhile. */
async function claimAct({ budget, standing }: ToldBudget, key: ApiKey, now: Date): Promise<GuardAct | null> {
  const cutOff = new Date(now.getTime() - CUT_OFF_MS)
  const [claimed] = await prisma().$queryRaw<{ id: string }[]>`
    insert into guard_acts (id, budget_id, period_start, mode, organization_id, key_id, outcome, at, spent_nano, amount_nano)
    select ${randomUUID()}, b.id, ${standing.period.from}, b.guard, ${key.organizationId}, ${key.id}, 'begun', ${now},
      ${standing.spent}, b.amount_nano
    from budgets b
    where b.id = ${budget.id} and b.guard = ${budget.guard} and b.revision = ${budget.revision} and b.deleted_at is null
    on conflict (budget_id, period_start, mode) do update
      set outcome = 'begun', at = excluded.at, spent_nano = excluded.spent_nano, amount_nano = excluded.amount_nano
      where guard_acts.outcome = 'failed' and guard_acts.at < excluded.at
        or guard_acts.outcome = 'begun' and guard_acts.at < ${cutOff}
    returning id`
  return claimed ? prisma().guardAct.findUniqueOrThrow({ where: { id: claimed.id } }) : null
}

/** Whether what an earlier try left open turned out to have happened. */
async function wasDone({ id, mode, organizationId, keyId }: GuardAct): Promise<boolean> {
  if (mode !== 'on') return false
  const done = await prisma().keyAction.findFirst({
    where: {
      ...{ organizationId, keyId, field: 'status', wanted: 'inactive', state: 'confirmed' },
      ...{ actorKind: GUARD.kind, actorName: GUARD.name, reason: { endsWith: markOf(id) } },
    },
  })
  return done !== null
}

/** Ties the change of the key to the act it belongs to, also where the process ends between the two. */
function markOf(actId: string): string {
  return `(guard ${actId})`
}

async function deactivate(
  act: GuardAct,
  told: ToldBudget,
  key: ApiKey,
  { clock, signal: _, ...calls }: GuardSettings,
): Promise<void> {
  const { budget, standing } = told
  const { organizationId, id: keyId } = key
  const spent = `${formatUsd(standing.spent).text} of ${formatUsd(budget.amount).text}, ${formatDayRange(standing.period)}`
  const reason = `The budget “${budget.name}” is exceeded: ${spent} ${markOf(act.id)}`
  let done: KeyOutcome | ExpectedError
  try {
    done = await deactivateAsGuard({ organizationId, keyId, reason }, { ...calls, clock })
  } catch (error) {
    if (!(error instanceof ExpectedError)) throw error
    done = error
  }
  if (done instanceof ExpectedError)
    return conclude(act, told, key, { outcome: 'failed', failure: done.message }, clock())
  const { state, failure, actionId: keyActionId } = done
  const isDone = state === 'confirmed'
  const outcome = isDone ? 'acted' : 'failed'
  await conclude(act, told, key, { outcome, failure: isDone ? null : failure, keyActionId }, clock())
}

interface ActConclusion {
  outcome: 'acted' | 'failed' | 'would_act' | 'exempt' | 'inactive'
  failure?: string | null
  keyActionId?: string
}

async function conclude(
  act: GuardAct,
  told: ToldBudget,
  key: ApiKey,
  conclusion: ActConclusion,
  now: Date,
): Promise<void> {
  const { outcome, failure = null } = conclusion
  await prisma().$transaction(async (tx) => {
    await tx.guardAct.update({ where: { id: act.id }, data: { failure, ...conclusion } })
    if (outcome === 'acted') await recordNotices(tx, [guardNotice(told, key, null)], now)
    if (outcome === 'failed') await recordNotices(tx, [guardNotice(told, key, failure ?? '')], now)
  })
}
