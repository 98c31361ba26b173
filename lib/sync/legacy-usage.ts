import type { LegacyCostRow, LegacyReports, LegacyUsageRow } from '@/lib/anthropic/legacy-reports'
import { fastFactor, type KeyUsage } from '@/lib/domain/attribution'
import type { DueWindow } from './due-days'
import { COUNTED_KINDS, type UsageCounts } from './usage-counts'

type Bucket<Row> = { startsAt: Date; rows: Row[] }

/** Where the usage is that belongs to none of the regions asked for one by one. */
const REST = 'global'
const REGIONS = ['us', 'not_available']

/** Usage of one region by day. */
interface Part {
  region: string
  all: Map<number, LegacyUsageRow[]>
  fast: Map<number, LegacyUsageRow[]>
}

export interface RegionalUsage {
  /** Whether regions are told apart at all. */
  byRegion: boolean
  /** The usage of a day by key, rate and region, once; undefined where a report says nothing of the day. */
  takeDay: (startsAt: number, usage: readonly LegacyUsageRow[]) => KeyUsage[] | undefined
}

/**
 * What the grouped usage report leaves together: regions, and fast mode. Each is asked for by itself, and what is left over
 * is the rest; a sixth and a seventh grouping do not exist. Asks once a region, once for fast mode, and once more a region
 * where there is any. Where Anthropic refuses to tell something apart, it stays together.
 */
export async function readRegionalUsage(
  reports: LegacyReports,
  window: DueWindow,
  cost: readonly Pick<LegacyCostRow, 'inferenceGeo'>[],
): Promise<RegionalUsage> {
  const seen = cost.map(({ inferenceGeo }) => inferenceGeo ?? REST)
  const regions = [...new Set([...REGIONS, ...seen])].filter((region) => region !== REST)
  const [fast, ...ofRegions] = await Promise.all([
    reports.usagePart(window, { fast: true }),
    ...regions.map((region) => reports.usagePart(window, { region })),
  ])
  const byRegion = ofRegions.every((buckets) => buckets !== null)
  const hasFast = fast?.some(({ rows }) => rows.length > 0) ?? false
  const parts = byRegion
    ? await Promise.all(
        regions.map(async (region, index): Promise<Part> => {
          const fastHere = hasFast ? await reports.usagePart(window, { region, fast: true }) : []
          return { region, all: byDay(ofRegions[index] ?? []), fast: byDay(fastHere ?? []) }
        }),
      )
    : []
  const fastInAll = byDay(fast ?? [])
  return {
    byRegion,
    takeDay(startsAt, usage) {
      const ofDay = parts.map(({ region, all, fast: fastHere }) => ({
        region,
        all: all.get(startsAt),
        fast: fastHere.get(startsAt) ?? [],
      }))
      for (const { all } of parts) all.delete(startsAt)
      if (ofDay.some(({ all }) => all === undefined)) return undefined
      const told = ofDay.map(({ all, ...part }) => ({ ...part, all: all ?? [] }))
      const rest = {
        region: byRegion ? REST : null,
        all: without(
          usage,
          told.flatMap(({ all }) => all),
        ),
        fast: without(
          fastInAll.get(startsAt) ?? [],
          told.flatMap((part) => part.fast),
        ),
      }
      return [...told, rest].flatMap((part) => [
        ...without(part.all, part.fast).map((row) => keyUsage(row, part.region, 1n)),
        ...part.fast.map((row) => keyUsage(row, part.region, fastFactor(row.model))),
      ])
    },
  }
}

function keyUsage({ apiKeyId, ...row }: LegacyUsageRow, region: string | null, factor: bigint): KeyUsage {
  return { ...row, key: apiKeyId, inferenceGeo: region, factor }
}

export function byDay<Row>(buckets: readonly Bucket<Row>[]): Map<number, Row[]> {
  return new Map(buckets.map(({ startsAt, rows }) => [startsAt.getTime(), rows]))
}

/** What is left of rows when others, of the same groups, are taken away; never less than nothing, since reports move. */
function without(rows: readonly LegacyUsageRow[], others: readonly LegacyUsageRow[]): LegacyUsageRow[] {
  if (others.length === 0) return [...rows]
  const taken = new Map<string, UsageCounts>()
  for (const row of others) {
    const there = taken.get(groupOf(row))
    taken.set(groupOf(row), there ? counts((kind) => there[kind] + row[kind]) : row)
  }
  return rows.map((row) => {
    const less = taken.get(groupOf(row))
    taken.delete(groupOf(row))
    return less ? { ...row, ...counts((kind) => atLeastNothing(row[kind] - less[kind])) } : row
  })
}

function counts(of: (kind: keyof UsageCounts) => bigint): UsageCounts {
  return Object.fromEntries(COUNTED_KINDS.map((kind) => [kind, of(kind)])) as unknown as UsageCounts
}

function atLeastNothing(count: bigint): bigint {
  return count > 0n ? count : 0n
}

function groupOf({ apiKeyId, workspaceId, model, serviceTier, contextWindow }: LegacyUsageRow): string {
  return JSON.stringify([apiKeyId, workspaceId, model, serviceTier, contextWindow])
}
