import { addDays, daysBetween } from '@/lib/domain/day'
import { formatUsd } from '@/lib/domain/written'
import { runsOf } from './episode'
import type { Evidence, UseDay } from './evidence'
import type { Detected, Rule } from './finding'
import { activeKeys, lastDayOf, sumCost } from './key-days'
import type { Thresholds } from './thresholds'

const RULE = 'forgotten-workspace'
type Limits = Thresholds[typeof RULE]
const MONTH_DAYS = 30

/**
 * A workspace that costs money and belongs to nobody: no active key is left in it, or none of today's members made or used
 * one there.
 * Real case: a duplicate or forgotten workspace, billing.md §13, 20; the pattern of CommandCodeAI/command-code#718 a level up.
 */
export const forgottenWorkspace: Rule = (evidence, { [RULE]: limits }) => {
  const from = addDays(lastDayOf(evidence), 1 - MONTH_DAYS)
  const rows = new Map<string, UseDay[]>()
  for (const row of evidence.days) {
    if (row.workspaceId === null || row.day < from || row.cost === 0n) continue
    const known = rows.get(row.workspaceId)
    if (known) known.push(row)
    else rows.set(row.workspaceId, [row])
  }
  const detected = evidence.workspaces.flatMap(({ id, name }) =>
    oneWorkspace(evidence, id, name, rows.get(id) ?? [], limits),
  )
  return { detected, learning: [] }
}

function oneWorkspace(
  evidence: Evidence,
  id: string,
  name: string,
  rows: readonly UseDay[],
  { monthlyCost, usedWithinDays }: Limits,
): Detected[] {
  const lastDay = lastDayOf(evidence)
  const cost = sumCost(rows)
  const run = runsOf(
    rows.map(({ day }) => day),
    MONTH_DAYS,
  ).at(-1)
  if (!run || daysBetween(run.to, lastDay) >= usedWithinDays) return []
  const usedKeys = new Set(
    evidence.keyPeople.flatMap((row) => (row.workspaceId === id && row.cost !== 0n ? [row.keyId] : [])),
  )
  const hasKey = activeKeys(evidence).some((key) => key.workspaceId === id || usedKeys.has(key.id))
  const keys = evidence.keys.filter((key) => key.workspaceId === id || usedKeys.has(key.id))
  const emails = new Set(evidence.members.values())
  const isSomebodys =
    keys.some(({ owner, ownerGone }) => owner !== null && !ownerGone) ||
    evidence.keyPeople.some(
      ({ workspaceId, email }) => workspaceId === id && email !== null && emails.has(email),
    )
  const isOrphaned = !isSomebodys && cost > monthlyCost
  const isKeyless = !hasKey && !isSomebodys
  if (!isOrphaned && !isKeyless) return []
  const why = hasKey
    ? 'none of today’s members made a key in it or used one'
    : 'no key in it is active, and no member is named'
  const gone = [...new Set(keys.flatMap(({ owner, ownerGone }) => (ownerGone && owner ? [owner] : [])))]
  return [
    {
      rule: RULE,
      subject: { type: 'workspace', id, organizationId: evidence.organization.id },
      episode: run.from,
      lastDay: run.to,
      severity: isOrphaned ? 'medium' : 'low',
      atStake: { amount: cost, means: 'monthly' },
      sentence: `The workspace ${name} cost ${formatUsd(cost).text} in the last ${MONTH_DAYS} days, and ${why}${gone.length > 0 ? `; its keys were made by ${gone.join(', ')}, no longer a member` : ''}.`,
      evidence: [
        {
          what: `${name}, the last ${MONTH_DAYS} days`,
          when: run.from,
          amount: cost,
          look: { from: addDays(lastDay, 1 - MONTH_DAYS), to: lastDay, bucket: 'day', workspace: id },
        },
      ],
      cannotSee:
        'Programs that run for people who are no members: who made a key is all that ties a workspace to somebody.',
      steps: [
        { say: `Find out whether ${name} is still wanted, and assign an owner to its keys here.` },
        {
          say: 'If not, deactivate its keys, then archive it in the Console: archiving cannot be taken back.',
        },
      ],
    },
  ]
}
