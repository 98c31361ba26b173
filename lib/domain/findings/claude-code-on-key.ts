import type { Day } from '@/lib/domain/day'
import { type Nano, sum } from '@/lib/domain/money'
import type { StoredPlan } from '@/lib/domain/plan-record'
import { formatUsd } from '@/lib/domain/written'
import { currentRun, type Run } from './episode'
import type { Evidence, KeyEntry } from './evidence'
import type { EvidenceRow } from './finding'
import { activePlans } from './held-plans'
import { activeKeys, byKey, costByDay, lastDayOf, onDay, spanInWords } from './key-days'

/** How Claude Code came by a key: from the environment, or by a login with Console, which makes one of its own. */
export type Origin = 'environment' | 'console-login'

const CONSOLE_KEY = /^claude_code_key_/
const CONSOLE_WORKSPACE = 'Claude Code'

export interface ClaudeCodeOnKey {
  key: KeyEntry
  run: Run
  cost: Nano
  /** Days of the run that cost enough, oldest first. */
  days: [Day, Nano][]
  plan: StoredPlan
  /** The plan is held by whoever the key belongs to, or Claude Code's own report names its holder as a customer of the API. */
  isTheirs: boolean
}

/** Ids of keys that were made by a login with Console: by their own name, or by that of their workspace. */
export function consoleKeysOf({
  keys,
  workspaces,
}: {
  keys: readonly Pick<KeyEntry, 'id' | 'name' | 'workspaceId'>[]
  workspaces: Evidence['workspaces']
}): Set<string> {
  const homes = new Set(workspaces.flatMap(({ id, name }) => (name === CONSOLE_WORKSPACE ? [id] : [])))
  const isConsole = ({ name, workspaceId }: Pick<KeyEntry, 'name' | 'workspaceId'>) =>
    CONSOLE_KEY.test(name) || (workspaceId !== null && homes.has(workspaceId))
  return new Set(keys.filter(isConsole).map(({ id }) => id))
}

/**
 * Keys Claude Code spends on while a plan is paid for, with the run of days that goes on. The names of Console logins are
 * told apart as billing.md §13 does (2): a key `claude_code_key_*`, or any in the workspace "Claude Code".
 */
export function claudeCodeOnKeys(
  evidence: Evidence,
  origin: Origin,
  { dailyCost, overAfterDays }: { dailyCost: Nano; overAfterDays: number },
): ClaudeCodeOnKey[] {
  const lastDay = lastDayOf(evidence)
  const consoleKeys = consoleKeysOf(evidence)
  const rows = byKey(evidence.days)
  const found: ClaudeCodeOnKey[] = []
  for (const key of activeKeys(evidence)) {
    const isConsole = consoleKeys.has(key.id)
    if (isConsole !== (origin === 'console-login')) continue
    const spent = costByDay(
      (rows.get(key.id) ?? []).filter(({ product }) => isConsole || product === 'claude_code'),
    )
    const much = [...spent]
      .filter(([day, cost]) => cost >= dailyCost && activePlans(evidence.plans, day).length > 0)
      .sort(([a], [b]) => (a < b ? -1 : 1))
    const run = currentRun(
      much.map(([day]) => day),
      lastDay,
      overAfterDays,
    )
    if (!run) continue
    const days = much.filter(([day]) => day >= run.from)
    const held = holderOf(evidence, key, days)
    if (held) found.push({ key, run, cost: sum(days.map(([, cost]) => cost)), days, ...held })
  }
  return found
}

function holderOf(
  evidence: Evidence,
  key: KeyEntry,
  days: [Day, Nano][],
): Pick<ClaudeCodeOnKey, 'plan' | 'isTheirs'> | null {
  const [lastDay] = days.at(-1) ?? []
  if (lastDay === undefined) return null
  const plans = activePlans(evidence.plans, lastDay)
  const own = plans.find(({ holderEmail }) => holderEmail === key.owner)
  if (own) return { plan: own, isTheirs: true }
  const coders = new Set(
    evidence.claudeCode.filter(({ day }) => days.some(([one]) => one === day)).map(({ email }) => email),
  )
  const coding = plans.find(({ holderEmail }) => coders.has(holderEmail))
  const any = coding ?? plans[0]
  return any ? { plan: any, isTheirs: coding !== undefined } : null
}

const MOST_DAYS = 7

/** Its days, the dearest first, at most seven; the others together in a row of their own. */
export function claudeCodeRows({ key, days }: ClaudeCodeOnKey): EvidenceRow[] {
  const dearest = days.toSorted(([, a], [, b]) => (a > b ? -1 : a < b ? 1 : 0))
  const rows = dearest.slice(0, MOST_DAYS).map(([day, amount]) => ({
    what: `Claude Code on ${key.name}`,
    when: day,
    amount,
    look: onDay(day, { key: key.id }),
  }))
  const rest = dearest.slice(MOST_DAYS).sort(([a], [b]) => (a < b ? -1 : 1))
  const [first, last] = [rest[0]?.[0], rest.at(-1)?.[0]]
  if (first === undefined || last === undefined) return rows
  return [
    ...rows,
    {
      what: `${rest.length} more ${rest.length === 1 ? 'day' : 'days'} of Claude Code on ${key.name}, together`,
      when: first,
      amount: sum(rest.map(([, amount]) => amount)),
      look: { ...onDay(first, { key: key.id }), to: last },
    },
  ]
}

/** "$41.20 on 9 days since 8 Nov", "$41.20 on 8 Nov" */
export function spentInWords({ cost, days, run }: ClaudeCodeOnKey, evidence: Evidence): string {
  const count = days.length === 1 ? '' : `on ${days.length} days `
  return `${formatUsd(cost).text} ${count}${spanInWords(run, evidence)}`
}
