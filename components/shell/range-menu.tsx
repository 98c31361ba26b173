'use client'

import { CalendarDays, Check } from 'lucide-react'
import Link from 'next/link'
import { Button } from '@/components/ui/button'
import type { Day } from '@/lib/domain/day'
import { BarMenu, barMenuLine } from './bar-menu'
import { KeyCap } from './key-cap'
import { prepareRange } from './prepare-range'
import { useTimelineView } from './use-timeline-view'

/** The range in words, and every other one; on pages without a range, the way to the timeline with one. */
export function RangeMenu({ today }: { today: Day }) {
  const view = useTimelineView()
  const { words, title, items, dates, kept } = prepareRange(view, today)
  return (
    <>
      <BarMenu
        id="range-menu"
        name={view ? 'Range' : 'Timeline'}
        words={words}
        title={title}
        dim={view === null}
        icon={<CalendarDays className="size-4" />}
        className="shrink-0"
      >
        <ul aria-label="Range">
          {items.map(({ label, days, href, current, digit }) => (
            <li key={digit}>
              <Link
                href={href}
                prefetch={false}
                scroll={false}
                aria-current={current ? 'true' : undefined}
                className={barMenuLine(current)}
              >
                <Check aria-hidden className={current ? 'text-accent size-3.5' : 'invisible size-3.5'} />
                <span className="flex-1">{label}</span>
                <span className="text-ink-2 text-xs font-normal">{days}</span>
                <span aria-hidden className="hidden sm:inline">
                  <KeyCap>{digit}</KeyCap>
                </span>
              </Link>
            </li>
          ))}
        </ul>
        <form action="/" method="get" aria-label="Own dates" className="mt-1.5 border-t px-2 pt-2.5 pb-1">
          {kept.map(([name, value], index) => (
            <input key={index} type="hidden" name={name} value={value} />
          ))}
          <div className="flex items-end gap-2">
            <DateInput name="from" label="First day" value={dates.from} />
            <DateInput name="until" label="Last day" value={dates.until} />
            <Button type="submit" size="sm">
              Show
            </Button>
          </div>
          <p className="text-ink-3 mt-2 text-xs">Days are UTC days, both ends included.</p>
        </form>
      </BarMenu>
      <span role="status" className="sr-only">
        {view && words}
      </span>
    </>
  )
}

function DateInput({ name, label, value }: { name: string; label: string; value: string }) {
  return (
    <label className="text-ink-3 flex min-w-0 flex-1 flex-col gap-0.5 text-xs">
      {label}
      <input
        key={value}
        type="date"
        name={name}
        defaultValue={value}
        required
        className="bg-raised border-line-strong text-ink h-7 w-full min-w-0 rounded-md border px-1.5 text-sm"
      />
    </label>
  )
}
