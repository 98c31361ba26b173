import { dayOf } from '@/lib/domain/day'
import type { LimitUse, OrganizationLimits } from '@/lib/domain/limit-use'
import { formatDay, formatPercent, formatUsd, type UsdParts } from '@/lib/format'

export interface LimitLine {
  key: string
  /** What it is a limit of. */
  of: string
  workspaceId: string | null
  amount: UsdParts
  spent: UsdParts
  /** "62 %", "104 %". */
  share: string
  /** Whole percent for the bar, at most 100. */
  filled: number
  tone: 'plain' | 'near' | 'over'
  /** The tone in words; empty where there is nothing to say. */
  state: string
  /** Who says so. */
  source: string
  isEntered: boolean
  /** Why it does not hold; null where it does. */
  notInForce: string | null
}

const NEAR_PERCENT = 80n

/** The limits of an organisation as lines: reached from 100 %, near from 80 %. */
export function prepareLimits({ limits }: Pick<OrganizationLimits, 'limits'>): LimitLine[] {
  return limits.map((limit) => {
    const { subject, source, name, amount, spent, isInForce } = limit
    const percent = amount === 0n ? 100n : (spent * 100n) / amount
    const tone = percent >= 100n ? 'over' : percent >= NEAR_PERCENT ? 'near' : 'plain'
    return {
      key: `${subject.type} ${subject.id} ${source}`,
      of: subject.type === 'workspace' ? `Workspace ${name}` : 'The organisation',
      workspaceId: subject.type === 'workspace' ? subject.id : null,
      amount: formatUsd(amount),
      spent: formatUsd(spent),
      share: amount === 0n ? 'nothing may be spent' : formatPercent(spent, amount),
      filled: Number(percent > 100n ? 100n : percent),
      tone,
      state: tone === 'over' ? 'reached' : tone === 'near' ? 'nearly reached' : '',
      source: sourceWords(limit),
      isEntered: source === 'entered',
      notInForce: isInForce
        ? null
        : source === 'entered'
          ? 'does not count: Anthropic tells it itself'
          : 'a smaller one holds',
    }
  })
}

function sourceWords({ source, called, statedAt, statedBy }: LimitUse): string {
  const on = formatDay(dayOf(statedAt))
  if (source === 'entered') return `Entered by ${statedBy ?? 'somebody'} on ${on}`
  const what = source === 'usage_tier' ? `Anthropic’s cap (${called})` : 'Set in the Console'
  return `${what}, read on ${on}`
}

/** Whether Anthropic tells limits of this organisation, in a sentence. */
export function askedWords({ asked, limits }: Pick<OrganizationLimits, 'asked' | 'limits'>): string {
  if (!asked) return 'Anthropic is asked for them with the next sync.'
  if (!asked.told)
    return `Anthropic does not tell them for this organisation (asked on ${formatDay(asked.on)}; its Spend Limits API is in early access). Enter what the Console shows.`
  const told = limits.filter(({ source }) => source !== 'entered').length
  return told === 0
    ? `Anthropic knows of none for this organisation (asked on ${formatDay(asked.on)}).`
    : `Anthropic tells them; asked on ${formatDay(asked.on)}.`
}

/** "12 days of this month are not read: what they cost is missing here."; null where all are. */
export function unreadWords(days: number): string | null {
  if (days <= 0) return null
  return days === 1
    ? 'One day of this month is not read: what it cost is missing here.'
    : `${days} days of this month are not read: what they cost is missing here.`
}
