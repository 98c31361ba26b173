'use client'

import { usePlotArea, useYAxisScale } from 'recharts'
import type { ChartData, ChartPoint } from './prepare-chart'

const GAPS = {
  not_synced: 'url(#not-synced)',
  some_not_synced: 'url(#not-synced)',
  partial: 'url(#partial)',
} as const

export interface SpendBar {
  point: ChartPoint
  /** Per series; 0 where there is nothing. */
  heights: number[]
}

/** A bar takes this share of its place. */
const FILLED = 0.64

/**
 * The bars of a chart, drawn as plain rectangles: the library's own bars cost a phone half a second, a component tree for
 * each of them. What is above zero stacks upwards, what is below it downwards.
 */
export function SpendBars({ bars, series }: { bars: readonly SpendBar[]; series: ChartData['series'] }) {
  const plot = usePlotArea()
  const scale = useYAxisScale()
  if (!plot || !scale) return null
  const place = plot.width / bars.length
  const width = Math.max(1, Math.floor(place * FILLED))
  return (
    <g>
      {bars.map(({ point, heights }, at) => {
        const x = plot.x + at * place + (place - width) / 2
        const gap = GAPS[point.state as keyof typeof GAPS]
        let [top, bottom] = [0, 0]
        return (
          <g key={at}>
            {gap && (
              <rect
                x={x}
                y={plot.y}
                width={width}
                height={plot.height}
                fill={gap}
                fillOpacity={point.state === 'some_not_synced' ? 0.5 : 1}
              />
            )}
            {heights.map((height, index) => {
              if (height === 0) return null
              const from = height > 0 ? top : bottom
              if (height > 0) top += height
              else bottom += height
              const [high, low] = [scale(from + Math.max(height, 0)), scale(from + Math.min(height, 0))]
              const { color, hatched } = series[index] ?? {}
              return (
                <rect
                  key={index}
                  data-series={index}
                  x={x}
                  y={high}
                  width={width}
                  height={Number(low) - Number(high)}
                  fill={hatched ? 'url(#credit)' : color}
                  stroke={hatched ? color : undefined}
                  fillOpacity={point.pale.includes(index) ? 0.5 : 1}
                />
              )
            })}
          </g>
        )
      })}
    </g>
  )
}
