import { classNames } from '@/components/ui/class-names'
import type { CoverageState } from '@/lib/domain/coverage-days'
import type { CoverageStrip as Strip } from './prepare-coverage-strip'

const LOOKS: Record<CoverageState, string> = {
  synced: 'bg-api',
  provisional: 'bg-api opacity-50',
  partial: 'bg-warn',
  not_synced: 'hatched border',
}

/** How much of the range is known, day by day: the same marks as in the chart. */
export function CoverageStrip({ strip }: { strip: Strip }) {
  return (
    <div className="mt-3 flex flex-wrap items-center gap-x-3 gap-y-1 text-xs">
      <span className="text-ink-3">API usage by day</span>
      <span
        role="img"
        aria-label={`API usage: ${strip.words}`}
        className="flex h-2 min-w-40 flex-1 gap-px overflow-hidden rounded-sm"
      >
        {strip.stretches.map(({ state, days, title }) => (
          <span
            key={title}
            title={title}
            style={{ flexGrow: days }}
            className={classNames('min-w-0.5 basis-0', LOOKS[state])}
          />
        ))}
      </span>
      <span className="text-ink-2">{strip.words}</span>
    </div>
  )
}
