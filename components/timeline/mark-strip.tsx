'use client'

import { MarkShape } from './mark-shape'
import type { MarkedBar } from './prepare-marks'

/** Of the chart: where its value axis ends, in pixels. */
const AXIS_WIDTH = 56

/**
 * What people wrote and what happened, above the bars of its days. Hovering or focusing one lists it, following it leads to
 * its line in the list. On a phone bars stand too close for links: there it is a picture, and the list beneath the words.
 */
export function MarkStrip({
  bars,
  places,
  axisWidth = AXIS_WIDTH,
}: {
  bars: readonly MarkedBar[]
  /** How many bars there are. */
  places: number
  axisWidth?: number
}) {
  if (bars.length === 0) return null
  return (
    <ul aria-label="Notes and events on the chart" className="relative h-5" style={{ marginLeft: axisWidth }}>
      {bars.map((bar) => {
        const middle = ((bar.at + 0.5) / places) * 100
        const words = [
          ...bar.lines.map(({ text }) => text),
          ...(bar.more > 0 ? [`and ${bar.more} more`] : []),
        ]
        return (
          <li
            key={bar.start}
            className="group absolute top-0 focus-within:z-20 hover:z-20"
            style={{ left: `${middle}%` }}
          >
            <a
              href={bar.href}
              aria-label={`${bar.title}: ${words.join('; ')}`}
              className="hover:bg-sunk -ml-2.5 hidden h-5 w-5 items-center justify-center rounded-md sm:flex"
            >
              <MarkShape kind={bar.kinds[0] ?? 'note'} />
              {bar.count > 1 && <span className="text-ink-2 text-[10px] leading-none">{bar.count}</span>}
            </a>
            <span aria-hidden className="-ml-1.5 flex h-5 items-center sm:hidden">
              <MarkShape kind={bar.kinds[0] ?? 'note'} />
            </span>
            <div
              aria-hidden
              className={`bg-raised shadow-overlay pointer-events-none absolute top-5 hidden w-72 max-w-[70vw] rounded-md border p-3 text-sm group-focus-within:block group-hover:block ${
                middle > 50 ? 'right-0' : 'left-0'
              }`}
            >
              <p className="font-medium">{bar.title}</p>
              <ul className="mt-1 flex flex-col gap-1">
                {bar.lines.map(({ kind, text }, index) => (
                  <li key={index} className="flex gap-2 wrap-anywhere">
                    <span className="mt-0.5">
                      <MarkShape kind={kind} />
                    </span>
                    {text}
                  </li>
                ))}
              </ul>
              {bar.more > 0 && <p className="text-ink-2 mt-1">and {bar.more} more</p>}
            </div>
          </li>
        )
      })}
    </ul>
  )
}
