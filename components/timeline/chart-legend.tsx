import { Term } from '@/components/words/term'
import type { BucketState, ShownBucket } from './prepare-buckets'
import type { Series } from './prepare-series'
import { Swatch } from './swatch'

/** What the colours and the patterns mean; patterns only where they occur. */
export function ChartLegend({
  series,
  buckets,
}: {
  series: readonly Series[]
  buckets: readonly ShownBucket[]
}) {
  const has = (...states: BucketState[]) => buckets.some(({ state }) => states.includes(state))
  return (
    <ul aria-label="Legend" className="text-ink-2 mt-3 flex flex-wrap gap-x-4 gap-y-1 text-sm">
      {series.map(({ id, name, color, pool }) => (
        <li key={id} className="inline-flex max-w-60 items-center">
          <Swatch color={color} pool={pool} />
          <span className="truncate" title={name}>
            {name}
          </span>
        </li>
      ))}
      {has('provisional') && (
        <li className="inline-flex items-center">
          <span aria-hidden className="bg-api mr-2 size-2.5 rounded-[3px] opacity-50" />
          pale:&nbsp;<Term of="provisional">provisional</Term>
        </li>
      )}
      {series.some(({ pool, quality }) => pool === 'api' && quality === 'estimated') && (
        <li className="inline-flex items-center">
          <span aria-hidden className="bg-api mr-2 size-2.5 rounded-[3px] opacity-50" />
          pale:&nbsp;<Term of="estimated">estimated</Term>
        </li>
      )}
      {has('partial') && (
        <li className="inline-flex items-center">
          <span aria-hidden className="border-warn mr-2 size-2.5 rounded-[3px] border border-dotted" />
          dotted:&nbsp;<Term of="partial">partial</Term>
        </li>
      )}
      {has('not_synced', 'some_not_synced') && (
        <li className="inline-flex items-center">
          <span aria-hidden className="hatched mr-2 size-2.5 rounded-[3px] border" />
          hatched: API usage&nbsp;<Term of="not-synced">not synced</Term>
        </li>
      )}
    </ul>
  )
}
