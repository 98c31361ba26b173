import { RETENTION_CHOICES, type Retention } from '@/lib/domain/retention'

/** "412 KB", "3.4 MB", "12 GB": thousands, as disks are sold. */
export function formatBytes(bytes: bigint): string {
  const units = ['bytes', 'KB', 'MB', 'GB', 'TB']
  let value = Number(bytes)
  let unit = 0
  for (; value >= 999.5 && unit < units.length - 1; unit += 1) value /= 1000
  const digits = unit > 0 && value < 9.95 ? 1 : 0
  return `${value.toFixed(digits)} ${units[unit]}`
}

const KIND_WORDS = {
  facts: { label: 'Hourly facts', what: 'Tokens and cost per hour, key, model and token type.' },
  sums: { label: 'Daily sums', what: 'What the timeline reads. Never cleared.' },
  details: {
    label: 'Rates and Claude Code',
    what: 'Daily details by speed, region and terminal. Never cleared.',
  },
  revisions: { label: 'Restatements', what: 'What Anthropic changed on final days.' },
  audit: { label: 'Audit log', what: 'Who changed what.' },
  sync_runs: { label: 'Sync runs', what: 'When data was read, and what failed.' },
  other: { label: 'Everything else', what: 'People, keys, plans, settings.' },
} as const

export type StoredKind = keyof typeof KIND_WORDS

export interface StorageRow {
  kind: StoredKind
  label: string
  what: string
  size: string
  rows: bigint
  since: string | null
}

export function prepareStorage(
  kinds: readonly { kind: StoredKind; bytes: bigint; rows: bigint; since: string | null }[],
): StorageRow[] {
  return kinds.map(({ kind, bytes, rows, since }) => ({
    kind,
    ...KIND_WORDS[kind],
    size: formatBytes(bytes),
    rows,
    since,
  }))
}

/** "for ever", "2 years", "120 days". */
export function keptFor(days: number | null): string {
  if (days === null) return 'for ever'
  const years = days / 365
  if (Number.isInteger(years)) return years === 1 ? '1 year' : `${years} years`
  return `${days} days`
}

export interface RetentionField {
  name: keyof Retention
  label: string
  hint: string
  value: string
  options: { value: string; label: string }[]
}

const HINTS: Record<keyof Retention, string> = {
  facts:
    'Of final days. Totals and daily figures stay to the cent; hours of cleared days can no longer be shown.',
  revisions: 'The list of what Anthropic restated.',
  audit: 'Cleared entries cannot be brought back.',
  sync_runs: 'The last run is always kept.',
}

export function prepareRetention(retention: Retention): RetentionField[] {
  return (Object.keys(RETENTION_CHOICES) as (keyof Retention)[]).map((name) => ({
    name,
    label: KIND_WORDS[name].label,
    hint: HINTS[name],
    value: String(retention[name]),
    options: RETENTION_CHOICES[name].map((days) => ({ value: String(days), label: keptFor(days) })),
  }))
}
