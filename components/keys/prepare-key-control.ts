import { changeVerb, isWritableStatus, type WritableKeyStatus } from '@/lib/domain/key-change'
import type { KeyUse, RecentKeyUse } from '@/lib/domain/key-use'
import { productName } from '@/lib/domain/product-names'
import { formatCount, formatInstant, formatUsd } from '@/lib/format'

export interface KeyChoice {
  /** Null: a new name. */
  status: WritableKeyStatus | null
  verb: string
  /** What it does, and whether there is a way back. */
  consequence: string
}

const CONSEQUENCES: Record<WritableKeyStatus, string> = {
  active: 'Whatever still holds this key can use it again at once.',
  inactive:
    'Whatever uses it is refused at once. It can be reactivated with one click; nothing of its history is lost.',
  archived:
    'This is final: Anthropic never brings an archived key back. Whatever uses it is refused at once. Its history stays here.',
}

/** What can be done with a key of this status, the mildest first. */
export function keyChoices(status: string): KeyChoice[] {
  const possible: Record<string, WritableKeyStatus[]> = {
    active: ['inactive', 'archived'],
    inactive: ['active', 'archived'],
    expired: ['archived'],
  }
  const statuses = Object.hasOwn(possible, status) ? (possible[status] ?? []) : []
  return [
    ...statuses.map((wanted) => ({
      status: wanted,
      verb: changeVerb({ field: 'status', wanted }),
      consequence: CONSEQUENCES[wanted],
    })),
    { status: null, verb: 'Rename', consequence: 'Only the name changes, also in the Console.' },
  ]
}

/** The dry run in words: what the key did lately, by what and for whom, and what stopping it saves, where that is asked. */
export function factsOfUse({ used7d, used30d, savesMonthly }: RecentKeyUse, stops = true): string[] {
  const use = [periodInWords('7 days', used7d), periodInWords('30 days', used30d)]
  if (!stops) return use
  if (savesMonthly === null)
    return [
      ...use,
      'What stopping it saves is not known: no closed day of the last 30 tells what this key cost.',
    ]
  if (savesMonthly === 0n)
    return [...use, 'Stopping it saves nothing: it cost nothing on the closed days of the last 30.']
  const saving = formatUsd(savesMonthly).text
  return [...use, `Stopping it saves about ${saving} a month, by the mean of the closed days of the last 30.`]
}

/** Names of parts that are said before the rest is counted. */
const MOST_NAMED = 3

function periodInWords(
  period: string,
  { spend, tokens, requests, models, products, people }: KeyUse,
): string {
  if (tokens === 0n && requests === 0n && !spend) return `Last ${period}: not used.`
  const cost = spend === null ? 'cost not told by key' : formatUsd(spend).text
  const asked = requests === 0n ? '' : `, ${formatCount(requests).text} requests`
  const by = [
    named(
      'with',
      models.map(({ model }) => model),
    ),
    named(
      'through',
      products.map(({ product }) => product && productName(product)),
    ),
    named(
      'by',
      people.map(({ person }) => person),
    ),
  ].join('')
  return `Last ${period}: ${cost}, ${formatCount(tokens).text} tokens${asked}${by}.`
}

/** The largest first; what nobody told is left out. */
function named(word: string, values: readonly (string | null)[]): string {
  const names = values.flatMap((value) => value ?? [])
  if (names.length === 0) return ''
  const rest = names.length - MOST_NAMED
  return `, ${word} ${names.slice(0, MOST_NAMED).join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`
}

interface Change {
  id: string
  field: string
  before: string
  wanted: string
  reason: string
  state: 'intended' | 'confirmed' | 'refused' | 'unconfirmed'
  failure: string | null
  actorName: string
  requestedAt: Date
  canUndo: boolean
}

export interface ChangeLine {
  id: string
  tone: 'success' | 'warning' | 'error' | 'info'
  title: string
  /** What it means and what to do. */
  detail: string
  /** Who, when and why. */
  origin: string
  /** The button that takes it back. */
  undo: string | null
  /** Reading the key again can tell. */
  canLook: boolean
}

const DONE: Record<WritableKeyStatus, string> = {
  active: 'Reactivated',
  inactive: 'Deactivated',
  archived: 'Archived',
}

/** A change asked for here in words; `known` is the status last read at Anthropic. */
export function changeLine(change: Change, known: string, zone: string | undefined): ChangeLine {
  const { id, field, before, wanted, state, failure, actorName, requestedAt, canUndo, reason } = change
  const verb = changeVerb({ field: field === 'name' ? 'name' : 'status', wanted })
  const done =
    field === 'status' && isWritableStatus(wanted) ? DONE[wanted] : `Renamed from “${before}” to “${wanted}”`
  const origin = `${actorName}, ${formatInstant(requestedAt, zone)}: ${reason}`
  const undo = canUndo
    ? field === 'name'
      ? 'Take the name back'
      : wanted === 'inactive'
        ? 'Undo: reactivate'
        : 'Undo: deactivate'
    : null
  const line = { id, origin, undo, canLook: false }
  if (state === 'confirmed')
    return { ...line, tone: 'success', title: `${done}, confirmed by Anthropic`, detail: '' }
  if (state === 'refused')
    return { ...line, tone: 'error', title: `${verb}: not done`, detail: failure ?? '' }
  return {
    ...line,
    tone: 'warning',
    title: `${verb}: not confirmed. Last known: ${known}`,
    detail: `${failure ?? 'It is under way, or was cut off.'} Look again in a minute, or see the key in the Console. The next sync looks as well.`,
    canLook: true,
  }
}
