import { X } from 'lucide-react'
import Link from 'next/link'
import { Segmented } from '@/components/ui/segmented'
import { MarkSwitches } from './mark-switches'
import type { Controls } from './prepare-controls'

/** What can be chosen beside the range, as links: the address holds the state, no script is needed. */
export function TimelineControls({ controls }: { controls: Controls }) {
  return (
    <div className="no-print flex flex-col gap-3">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-3">
        <Labelled label="Group by">
          <Segmented label="Group by" segments={controls.groups} />
        </Labelled>
        {controls.keyGroups.length > 0 && (
          <Labelled label="or by a key’s">
            <Segmented label="Group by what keys are for" segments={controls.keyGroups} />
          </Labelled>
        )}
        <Labelled label="Per">
          <Segmented label="Width of a bar" segments={controls.buckets} />
        </Labelled>
        <Labelled label="Plan fees">
          <Segmented label="Plan fees" segments={controls.bases} />
        </Labelled>
        <Labelled label="Show">
          <Segmented label="Figures" segments={controls.metrics} />
        </Labelled>
        <Labelled label="Compare with">
          <Segmented label="Compare with" segments={controls.comparisons} />
        </Labelled>
        <Labelled label="Mark">
          <MarkSwitches switches={controls.marks} />
        </Labelled>
      </div>
      {controls.filters.length > 0 && (
        <ul aria-label="Filters" className="flex flex-wrap items-center gap-2 text-sm">
          {controls.filters.map(({ label, href }) => (
            <li key={href + label} className="max-w-full">
              <Link
                href={href}
                prefetch={false}
                scroll={false}
                aria-label={`Remove filter ${label}`}
                className="bg-accent-soft text-accent inline-flex h-7 max-w-full items-center gap-1 rounded-full px-3"
              >
                <span className="truncate">{label}</span>
                <X aria-hidden className="size-3.5 shrink-0" />
              </Link>
            </li>
          ))}
          {controls.filters.length > 1 && (
            <li>
              <Link
                href={controls.withoutFilters}
                prefetch={false}
                scroll={false}
                className="text-accent underline"
              >
                Remove all
              </Link>
            </li>
          )}
        </ul>
      )}
    </div>
  )
}

function Labelled({ label, children }: { label: string; children: React.ReactNode }) {
  return (
    <div className="flex max-w-full min-w-0 items-center gap-2">
      <span aria-hidden className="text-ink-3 shrink-0 text-xs">
        {label}
      </span>
      {children}
    </div>
  )
}
