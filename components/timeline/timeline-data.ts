import type { Comparison } from '@/lib/domain/comparison'
import type { CoverageState } from '@/lib/domain/coverage-days'
import type { Day, DayRange } from '@/lib/domain/day'
import type { Nano } from '@/lib/domain/money'
import type { CreditBalance } from '@/lib/domain/plan-credit'
import type { Projection } from '@/lib/domain/projection'
import type { Sources } from '@/lib/domain/timeline-refusals'
import type { ToldDays } from '@/lib/domain/told-days'
import type { Pool } from '@/lib/domain/timeline-request'
import type { ShownTimeline } from './prepare-series'

/** What the page is given; everything else on it is prepared from this, the view and the clock. */
export interface TimelineData {
  timeline: ShownTimeline & {
    total: Nano
    byPool: Record<Pool, Nano>
    coverage: readonly { day: Day; state: CoverageState }[]
  }
  previous: DayRange
  /** What `change` sets side by side of API usage: without the last days where nobody told them yet. */
  compared: { now: DayRange; before: DayRange; leftOut: readonly Day[] }
  change: { total: Comparison; plan: Comparison; api: Comparison }
  keyNames: ReadonlyMap<string, string>
  projection: {
    month: DayRange
    result: Projection | null
    change: Comparison
    planMonth: Nano
    withApi: boolean
    beforeCredit: boolean
  }
  /** `source` null: disconnected, its figures were kept. */
  organizations: readonly {
    id: string
    name: string
    source: 'analytics' | 'legacy' | null
    failure: string | null
  }[]
  /** Paid plans that ran in the range. */
  plans: readonly { id: string; name: string; apiCredit: Nano | null }[]
  /** Whole plan cycles with API credit that touch the range, the newest first. */
  creditCycles: readonly (CreditBalance & { planName: string })[]
  hasAnyPlan: boolean
  dailyOnly: readonly Day[]
  /** Where the figures of the range come from, and so what they can be asked. */
  sources: Sources
  /** What filtered values are called, by `dimension:value`. */
  filterNames: ReadonlyMap<string, string>
  told: readonly ToldDays[]
  provenance: { readAt: Date | null; refreshedAt: Date | null }
  sync: { status: 'queued' | 'running'; daysDone: number; daysTotal: number } | null
}
