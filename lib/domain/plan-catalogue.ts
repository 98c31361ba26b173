import { type Day, day } from './day'
import { NANO_PER_USD, type Nano, nano } from './money'
import type { Cycle } from './plan'

/** What a plan was called and listed at over a span of days. */
export interface CatalogueEntry {
  code: string
  name: string
  cycle: Cycle
  /** Prices and credits are for one seat. */
  perSeat: boolean
  /** US dollars per cycle as listed on the web, without tax; null where none is known. */
  listPrice: Nano | null
  /** Monthly API credit once claimed and linked, also on annual plans; null = none. */
  apiCredit: Nano | null
  validFrom: Day
  /** Last day, inclusive; null = still. */
  validTo: Day | null
  /** Where this comes from, with its date, and what is not known exactly. */
  source: string
}

const dollars = (whole: number): Nano => nano(BigInt(whole) * NANO_PER_USD)

type Span = [
  from: string,
  to: string | null,
  listPrice: number | null,
  apiCredit: number | null,
  source: string,
]

function spans(
  {
    code,
    name,
    cycle,
    perSeat = false,
  }: Pick<CatalogueEntry, 'code' | 'name' | 'cycle'> & { perSeat?: boolean },
  rows: Span[],
): CatalogueEntry[] {
  return rows.map(([from, to, listPrice, apiCredit, source]) => ({
    code,
    name,
    cycle,
    perSeat,
    listPrice: listPrice === null ? null : dollars(listPrice),
    apiCredit: apiCredit === null ? null : dollars(apiCredit),
    validFrom: day(from),
    validTo: to === null ? null : day(to),
    source,
  }))
}

const FIRST_DAY_UNKNOWN = 'The first day of this price is not known; 1 Sep 2023 is taken.'
const PRO = `Anthropic help articles 8325606 and 11049762 (July and August 2026). ${FIRST_DAY_UNKNOWN}`
const MAX =
  'Anthropic help articles 11049744 and 11049741 (8 Aug 2026), since April 2025 (exact day not known)'
const CREDIT = 'monthly API credit since 7 Oct 2026 (help article 17154008 as quoted on 8 Oct 2026)'
const RENAMED =
  'renamed between 11 and 31 Oct 2026 (exact day not known, the first possible one is taken); from release notes of several trackers, no English announcement is known'
const TEAM_OLD = 'Price lists of the time, in part second hand; replaced early in 2026, exact day not known.'
const TEAM_NOW =
  'Anthropic help articles 9266767 and 9267289 (August 2026). In force since early 2026; the exact day is not known, 1 Jan 2026 is taken.'
const TEAM_CREDIT = `${TEAM_NOW} With ${CREDIT}; together at most $500 a month per Team.`

/**
 * Names and list prices as far as they are known, oldest first within a code and cycle; spans do not overlap.
 * `max` is sold as "Max 5x" and later "Max", `ultra` as "Max 20x" and later "Ultra". Editable in the product; what
 * somebody really pays is always entered. Source: billing.md §1.1 and §1.2; unknown days are named in `source`.
 */
export const CATALOGUE_DEFAULTS: readonly CatalogueEntry[] = [
  ...spans({ code: 'free', name: 'Free', cycle: 'monthly' }, [
    ['2023-09-01', null, 0, null, `claude.com/pricing as of 30 Oct 2026. ${FIRST_DAY_UNKNOWN}`],
  ]),
  ...spans({ code: 'pro', name: 'Pro', cycle: 'monthly' }, [['2023-09-01', null, 20, null, PRO]]),
  ...spans({ code: 'pro', name: 'Pro', cycle: 'annual' }, [
    ['2023-09-01', null, 200, null, `${PRO} Shown as "$17 a month", charged once a year.`],
  ]),
  ...spans({ code: 'max', name: 'Max 5x', cycle: 'monthly' }, [
    ['2025-04-01', '2026-10-06', 100, null, `${MAX}.`],
    ['2026-10-07', '2026-10-10', 100, 100, `${MAX}; ${CREDIT}.`],
  ]),
  ...spans({ code: 'max', name: 'Max', cycle: 'monthly' }, [
    ['2026-10-11', null, 100, 100, `${MAX}; ${CREDIT}; ${RENAMED}.`],
  ]),
  ...spans({ code: 'ultra', name: 'Max 20x', cycle: 'monthly' }, [
    ['2025-04-01', '2026-10-06', 200, null, `${MAX}.`],
    ['2026-10-07', '2026-10-10', 200, 200, `${MAX}; ${CREDIT}.`],
  ]),
  ...spans({ code: 'ultra', name: 'Ultra', cycle: 'monthly' }, [
    ['2026-10-11', null, 200, 200, `${MAX}; ${CREDIT}; ${RENAMED}.`],
  ]),
  ...spans({ code: 'team_standard', name: 'Team Standard', cycle: 'monthly', perSeat: true }, [
    ['2024-05-01', '2025-12-31', 30, null, `${TEAM_OLD} Team began in May 2024, exact day not known.`],
    ['2026-01-01', '2026-10-06', 25, null, TEAM_NOW],
    ['2026-10-07', null, 25, 20, TEAM_CREDIT],
  ]),
  ...spans({ code: 'team_standard', name: 'Team Standard', cycle: 'annual', perSeat: true }, [
    ['2024-05-01', '2025-12-31', 300, null, `${TEAM_OLD} Team began in May 2024, exact day not known.`],
    ['2026-01-01', '2026-10-06', 240, null, TEAM_NOW],
    ['2026-10-07', null, 240, 20, TEAM_CREDIT],
  ]),
  ...spans({ code: 'team_premium', name: 'Team Premium', cycle: 'monthly', perSeat: true }, [
    [
      '2025-08-01',
      '2025-12-31',
      150,
      null,
      `${TEAM_OLD} Premium seats began in August 2025, exact day not known.`,
    ],
    ['2026-01-01', '2026-10-06', 125, null, TEAM_NOW],
    ['2026-10-07', null, 125, 100, TEAM_CREDIT],
  ]),
  ...spans({ code: 'team_premium', name: 'Team Premium', cycle: 'annual', perSeat: true }, [
    ['2025-08-01', '2025-12-31', null, null, `${TEAM_OLD} No annual price of that time is known.`],
    ['2026-01-01', '2026-10-06', 1200, null, TEAM_NOW],
    ['2026-10-07', null, 1200, 100, TEAM_CREDIT],
  ]),
  ...spans({ code: 'enterprise', name: 'Enterprise', cycle: 'annual', perSeat: true }, [
    [
      '2024-09-01',
      null,
      240,
      null,
      'Reported as $20 a seat and month, billed yearly (2026), not an official price; no usage is included, all of it is billed at API rates (help articles 9797531 and 11526368, 15 July 2026). The first day is not known; 1 Sep 2024 is taken.',
    ],
  ]),
]

const SYNONYMS: Record<string, string> = { max_5x: 'max', max_20x: 'ultra' }

/** The one code of a plan that was renamed: `max_5x` → `max`, `max_20x` → `ultra`; others stay. Source: billing.md §1.2. */
export function canonicalPlanCode(code: string): string {
  return Object.hasOwn(SYNONYMS, code) ? (SYNONYMS[code] ?? code) : code
}

/** Codes in the order of the catalogue, each once. */
export function knownPlanCodes(entries: readonly CatalogueEntry[]): string[] {
  return [...new Set(entries.map(({ code }) => code))]
}

/** The entry that holds on a day (both ends inclusive), the newest where several do; null where none does. */
export function catalogueEntryOn(
  entries: readonly CatalogueEntry[],
  code: string,
  cycle: Cycle,
  on: Day,
): CatalogueEntry | null {
  let found: CatalogueEntry | null = null
  for (const entry of entries) {
    if (entry.code !== code || entry.cycle !== cycle || entry.validFrom > on) continue
    if (entry.validTo !== null && entry.validTo < on) continue
    if (!found || entry.validFrom > found.validFrom) found = entry
  }
  return found
}

/** What the plan was called on a day; the nearest known name where the catalogue has none for that day, else its code. */
export function planNameOn(entries: readonly CatalogueEntry[], code: string, cycle: Cycle, on: Day): string {
  const exact = catalogueEntryOn(entries, code, cycle, on)
  if (exact) return exact.name
  const ofCode = entries
    .filter((entry) => entry.code === code)
    .toSorted((a, b) => (a.validFrom < b.validFrom ? -1 : a.validFrom > b.validFrom ? 1 : 0))
  const before = ofCode.filter(({ validFrom }) => validFrom <= on).at(-1)
  return (before ?? ofCode[0])?.name ?? code
}

const TEAM_CREDIT_CAP = dollars(500)

/**
 * The API credit a month for all seats, US dollars, once it is claimed and linked; null = none. A Team's is pooled and
 * at most $500. Source: billing.md §1.1 and §2.
 */
export function monthlyApiCredit(entry: CatalogueEntry, seats: number): Nano | null {
  if (entry.apiCredit === null || entry.apiCredit === 0n) return null
  if (!entry.perSeat) return entry.apiCredit
  const pooled = nano(entry.apiCredit * BigInt(seats))
  return entry.code.startsWith('team_') && pooled > TEAM_CREDIT_CAP ? TEAM_CREDIT_CAP : pooled
}

/** The list price of a cycle for all seats, US dollars; null where none is known. */
export function listPriceFor(entry: CatalogueEntry, seats: number): Nano | null {
  if (entry.listPrice === null) return null
  return entry.perSeat ? nano(entry.listPrice * BigInt(seats)) : entry.listPrice
}
