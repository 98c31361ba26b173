import type { WeekSpend } from '@/lib/domain/explained-spend'
import { formatDayRange, formatPercent, formatUsd, type UsdParts } from '@/lib/format'

export const WEEKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'] as const

/** How many shades there are; 0 is for nothing. */
export const SHADES = 5

interface WeekCell {
  /** "Mon 09:00" */
  label: string
  amount: UsdParts
  /** 0: nothing. */
  shade: number
}

export interface PreparedWeek {
  rows: { day: string; cells: WeekCell[]; total: UsdParts }[]
  /** "Most: Tue 02:00–03:00 UTC, 14 % of it." */
  most: string
  period: string
  /** Days that are not in it, in words. */
  leftOut: string | null
}

/** Seven rows of 24 hours, UTC; null where no hour of the period cost anything. */
export function prepareWeek(week: WeekSpend | null): PreparedWeek | null {
  if (!week) return null
  const { amounts, range, leftOut } = week
  const high = amounts.reduce((most, amount) => (amount > most ? amount : most), 0n as bigint)
  if (high <= 0n) return null
  const whole = amounts.reduce((all, amount) => all + amount, 0n as bigint)
  const at = amounts.findIndex((amount) => amount === high)
  const shade = shadesOf(amounts)
  return {
    rows: WEEKDAYS.map((day, index) => {
      const own = amounts.slice(index * 24, index * 24 + 24)
      return {
        day,
        cells: own.map((amount, hour) => ({
          label: `${day} ${clock(hour)}`,
          amount: formatUsd(amount),
          shade: shade(amount),
        })),
        total: formatUsd(own.reduce((all, amount) => (all + amount) as typeof amount)),
      }
    }),
    most: `Most on ${WEEKDAYS[Math.floor(at / 24)]} ${clock(at % 24)}–${clock((at % 24) + 1)} UTC: ${formatPercent(high, whole)} of it.`,
    period: formatDayRange(range),
    leftOut:
      leftOut === 0
        ? null
        : `${leftOut} day${leftOut === 1 ? ' is' : 's are'} left out: ${leftOut === 1 ? 'it is' : 'they are'} not read, or known only as a whole.`,
  }
}

/** By rank among the hours that cost something: one burst would leave all others the same pale shade. */
function shadesOf(amounts: readonly bigint[]): (amount: bigint) => number {
  const ranked = [...new Set(amounts.filter((amount) => amount > 0n))].sort((a, b) => (a < b ? -1 : 1))
  const places = new Map(ranked.map((amount, place) => [amount, place]))
  return (amount) => {
    const place = places.get(amount)
    if (place === undefined) return 0
    return ranked.length === 1 ? SHADES : 1 + Math.floor((place * (SHADES - 1)) / (ranked.length - 1))
  }
}

function clock(hour: number): string {
  return `${String(hour).padStart(2, '0')}:00`
}
