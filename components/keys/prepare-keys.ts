import { type Day, dayOf } from '@/lib/domain/day'
import type { WordId } from '@/lib/domain/glossary'
import type { AuditCard, KeyRest } from '@/lib/domain/key-audit'
import { SMALL_SPEND } from '@/lib/domain/key-audit'
import type { Key, KeySums } from '@/lib/domain/key-list'
import { formatUsdExact, nano, type Nano } from '@/lib/domain/money'
import type { RangeChoice } from '@/lib/domain/range'
import { formatDay, formatPercent, formatUsd, formatUsdChange, type UsdParts } from '@/lib/format'
import { keyHref } from './keys-view'
import { sparkPath } from './spark-path'

type Tone = 'neutral' | 'accent' | 'warn' | 'danger' | 'ok'

export interface KeyLine {
  /** Unique on the page. */
  id: string
  /** Of the key alone, without its organisation. */
  keyId: string
  name: string
  href: string
  hint: string
  status: { words: string; tone: Tone }
  workspace: string
  owner: { words: string; note: string | null }
  /** What it is for, as far as somebody said; empty where nobody did. */
  purpose: string
  created: string
  expires: string
  lastUsed: { words: string; title: string }
  /** Null: used, and nobody told for how much. */
  spend: UsdParts | null
  total: UsdParts | null
  share: string
  change: { words: string; isRise: boolean } | null
  quality: string | null
  marks: string[]
  /** Not used in the range. */
  dim: boolean
  /** Nano-dollars of the range as text: what a selection adds up. */
  spendNano: string
  /** Thirty days as the path of a drawing; null: nothing was spent. */
  spark: string | null
}

const STATUS_TONES: Record<string, Tone> = { active: 'ok', inactive: 'neutral', expired: 'warn' }

/** What the glossary explains is not explained here as well. */
export const CARD_WORDS: Record<AuditCard, { title: string; explanation?: string; word?: WordId }> = {
  idle: { title: 'Idle', word: 'idle' },
  never_expires: { title: 'Never expires', explanation: 'Active, and good until somebody stops it.' },
  owner_gone: {
    title: 'Owner gone',
    explanation: 'Active, and whoever it belongs to is no longer a member.',
  },
  experiment: {
    title: 'Looks like an experiment',
    explanation: `Active, named like a test, used for a month at most, and at most ${formatUsd(SMALL_SPEND).text} ever.`,
  },
}

export function statusOf(status: string): { words: string; tone: Tone } {
  const words = status === 'gone' ? 'Gone' : status.charAt(0).toUpperCase() + status.slice(1)
  return { words, tone: STATUS_TONES[status] ?? 'neutral' }
}

/** Never a bare "never": what is not known to have been used is said with the day from which that is known. */
export function lastUsedWords({ lastUsedOn, since, from, days }: KeyRest): { words: string; title: string } {
  if (lastUsedOn !== null && (from === 'use' || since === null)) {
    const ago = days === 0 ? '' : `, ${days} day${days === 1 ? '' : 's'} without use since`
    return { words: formatDay(lastUsedOn), title: `Last used on ${formatDay(lastUsedOn)}${ago}` }
  }
  if (since === null) return { words: 'Not known', title: 'No day of its organisation has been read yet.' }
  if (lastUsedOn !== null)
    return {
      words: `${formatDay(lastUsedOn)} or later`,
      title: `Last seen used on ${formatDay(lastUsedOn)}; days after that are missing up to ${formatDay(since)}, and none since shows any use.`,
    }
  const words = `No use since ${formatDay(since)}`
  if (from === 'creation') return { words, title: `${words}, the day it was created` }
  return { words, title: `${words}, the first day known` }
}

export interface PreparedKeys {
  lines: KeyLine[]
  /** keys + without a key + remainder = billed, each as it stands in the ledger. */
  foot: KeysFoot
}

/** To the cent, and to the last digit where there are more: rounded amounts need not add up, exact ones do. */
interface FootAmount extends UsdParts {
  exact: string | null
}

interface KeysFoot {
  keys: FootAmount
  withoutKey: FootAmount
  /** What hangs on no key, by what it was billed for. */
  remainders: { name: string; explanation: string; amount: FootAmount }[]
  billed: FootAmount
  /** Whether keys and Console were split by us. */
  isEstimated: boolean
}

const REMAINDERS: Record<string, { name: string; explanation: string }> = {
  tokens: {
    name: 'Tokens without usage to hang on',
    explanation: 'Billed for tokens of a kind that the usage report counts for no key on that day.',
  },
  web_search: {
    name: 'Web search',
    explanation: 'Billed in workspaces where the usage report counts no searches on that day.',
  },
  code_execution: { name: 'Code execution', explanation: 'Billed by the hour; nobody counts it by key.' },
  session_usage: { name: 'Session time', explanation: 'Billed by the hour; nobody counts it by key.' },
}
const READ_AGAIN = {
  name: 'Of days that are read again',
  explanation: 'Not split over keys yet: those days are due at the next sync.',
}

/** A key that can be ticked, with what it cost in the range. */
export interface PickedKey {
  /** Organisation and id, with a space between. */
  id: string
  name: string
  /** Nano-dollars as text: what a selection adds up. */
  nano: string
}

export function pickedKey({ organizationId, id, name, spend }: Key): PickedKey {
  return { id: `${organizationId} ${id}`, name, nano: String(spend ?? 0n) }
}

/** `sparks`: what each key spent on each of the last thirty days, by its line's id. */
export function prepareKeys(
  keys: readonly Key[],
  sums: KeySums,
  choice: RangeChoice,
  sparks: ReadonlyMap<string, readonly bigint[]> = new Map(),
): PreparedKeys {
  const isComparable = sums.missingNow === 0 && sums.missingBefore === 0
  return {
    lines: keys.map((key): KeyLine => {
      const change = nano((key.spend ?? 0n) - key.before)
      const { id, name, nano: spendNano } = pickedKey(key)
      return {
        ...{ id, keyId: key.id, name, spendNano },
        href: keyHref(key, choice),
        hint: key.hint ?? key.id,
        status: statusOf(key.status),
        workspace: key.workspaceName ?? key.workspaceId ?? (key.isListed ? 'Whole organisation' : '–'),
        owner: ownerWords(key),
        purpose: [key.purpose, key.application, key.environment, ...key.tags].filter(Boolean).join(' · '),
        created: dayWords(key.createdAt && dayOf(key.createdAt)),
        expires: key.expiresAt ? formatDay(dayOf(key.expiresAt)) : key.isListed ? 'No expiry' : '–',
        lastUsed: lastUsedWords(key.audit.rest),
        spend: key.spend === null ? null : formatUsd(key.spend),
        total: key.total === null ? null : formatUsd(key.total),
        share: key.spend === null ? '–' : formatPercent(key.spend, sums.billed),
        change:
          isComparable && key.spend !== null && change !== 0n
            ? { words: changeWords(change, key.before), isRise: change > 0n }
            : null,
        quality: key.quality === 'billed' ? null : key.quality,
        marks: key.audit.safeToRemove ? ['Safe to remove'] : [],
        dim: !key.usedInRange && (key.spend ?? 0n) === 0n,
        spark: sparkPath(sparks.get(id) ?? []),
      }
    }),
    foot: {
      keys: footAmount(sums.keysSpend),
      withoutKey: footAmount(sums.withoutKey),
      remainders: namedRemainders(sums.remainders),
      billed: footAmount(sums.billed),
      isEstimated: sums.hasEstimates,
    },
  }
}

function footAmount(amount: Nano): FootAmount {
  const exact = formatUsdExact(amount)
  return { ...formatUsd(amount), exact: /\.\d{3}/.test(exact) ? exact : null }
}

function namedRemainders(remainders: KeySums['remainders']): KeysFoot['remainders'] {
  const byName = new Map<string, { explanation: string; sum: Nano }>()
  for (const { costType, isReadAgain, amount } of remainders) {
    const { name, explanation } = remainderWords(costType, isReadAgain)
    byName.set(name, { explanation, sum: nano((byName.get(name)?.sum ?? 0n) + amount) })
  }
  return [...byName].map(([name, { explanation, sum }]) => ({ name, explanation, amount: footAmount(sum) }))
}

/** What Anthropic may name tomorrow stands in its own words. */
function remainderWords(
  costType: string | null,
  isReadAgain: boolean,
): { name: string; explanation: string } {
  if (isReadAgain) return READ_AGAIN
  if (costType === null)
    return { name: 'Cost of no named kind', explanation: 'Billed without saying what for.' }
  const words = costType.replaceAll('_', ' ')
  return (
    REMAINDERS[costType] ?? {
      name: words.charAt(0).toUpperCase() + words.slice(1),
      explanation: 'Nobody counts it by key.',
    }
  )
}

function changeWords(change: Parameters<typeof formatUsdChange>[0], before: bigint): string {
  const words = formatUsdChange(change)
  if (before <= 0n) return words
  return `${words}, ${change > 0n ? '+' : ''}${formatPercent(change, before)}`
}

function ownerWords(key: Key): KeyLine['owner'] {
  const creator = key.creatorName ?? key.creatorEmail ?? null
  if (key.owner === null)
    return {
      words: 'Nobody',
      note: key.creatorId ? `${creator ?? 'whoever created it'} left` : null,
    }
  const words = key.isOwnerAssigned ? key.owner : (creator ?? key.owner)
  return { words, note: key.ownerGone ? 'no longer a member' : key.isOwnerAssigned ? null : 'created it' }
}

function dayWords(day: Day | null): string {
  return day ? formatDay(day) : '–'
}
