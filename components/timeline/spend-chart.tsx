'use client'

import { useRouter } from 'next/navigation'
import { Bar, BarChart, CartesianGrid, Cell, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts'
import { axisTick, figureText, heightOf, type ChartData, type ChartPoint } from './prepare-chart'

const AXIS = { fill: 'var(--ink-3)', fontSize: 12 }
const GAPS = {
  not_synced: 'url(#not-synced)',
  some_not_synced: 'url(#not-synced)',
  partial: 'url(#partial)',
} as const

interface Row {
  at: number
  point: ChartPoint
  /** Full height behind the bar where something is missing. */
  gap: number
  values: (number | null)[]
}

/** Stacked bars; a click on one opens it. The tables hold the same figures for those who do not use it. */
export default function SpendChart({ data }: { data: ChartData }) {
  const router = useRouter()
  const rows = data.points.map((point, at): Row => ({
    at,
    point,
    gap: point.state && point.state in GAPS ? 1 : 0,
    values: point.figures.map((figure) => (figure === null ? null : heightOf(figure, data.metric))),
  }))
  const largest = Math.max(
    0,
    ...rows.map(({ values }) => values.reduce<number>((sum, v) => sum + (v ?? 0), 0)),
  )
  const open = (index: unknown) => {
    const href = rows[Number(index)]?.point.href
    if (href) router.push(href, { scroll: false })
  }
  return (
    <div role="img" aria-label={data.summary} className="h-full">
      <ResponsiveContainer width="100%" height="100%">
        <BarChart
          data={rows}
          accessibilityLayer={false}
          barCategoryGap="18%"
          stackOffset="sign"
          margin={{ top: 8, right: 0, bottom: 0, left: 0 }}
          onClick={(state) => open(state?.activeTooltipIndex)}
          style={{ cursor: rows.some(({ point }) => point.href) ? 'pointer' : 'default' }}
        >
          <defs>
            <pattern
              id="not-synced"
              width="6"
              height="6"
              patternUnits="userSpaceOnUse"
              patternTransform="rotate(45)"
            >
              <line x1="0" y1="0" x2="0" y2="6" stroke="var(--line-strong)" strokeWidth="1.5" />
            </pattern>
            <pattern id="partial" width="6" height="6" patternUnits="userSpaceOnUse">
              <circle cx="1.5" cy="1.5" r="1" fill="var(--warn)" fillOpacity="0.5" />
            </pattern>
            <pattern
              id="credit"
              width="5"
              height="5"
              patternUnits="userSpaceOnUse"
              patternTransform="rotate(45)"
            >
              <line x1="0" y1="0" x2="0" y2="5" stroke="var(--api)" strokeWidth="1.5" />
            </pattern>
          </defs>
          <CartesianGrid vertical={false} stroke="var(--line)" />
          <XAxis
            dataKey="at"
            tickFormatter={(at: number) => data.points[at]?.label ?? ''}
            ticks={data.ticks ?? undefined}
            tick={AXIS}
            tickLine={false}
            axisLine={{ stroke: 'var(--line-strong)' }}
            minTickGap={24}
          />
          <YAxis
            tick={AXIS}
            tickLine={false}
            axisLine={false}
            width={56}
            tickFormatter={(value: number) => axisTick(value, data.metric, largest)}
          />
          <XAxis xAxisId="gap" dataKey="at" hide />
          <YAxis yAxisId="gap" hide domain={[0, 1]} />
          <Tooltip
            cursor={{ fill: 'var(--sunk)' }}
            isAnimationActive={false}
            content={({ active, payload }) => {
              const row = payload?.[0]?.payload as Row | undefined
              return active && row ? <PointCard point={row.point} data={data} /> : null
            }}
          />
          <Bar dataKey="gap" xAxisId="gap" yAxisId="gap" isAnimationActive={false}>
            {rows.map(({ point }, index) => (
              <Cell
                key={index}
                fill={GAPS[point.state as keyof typeof GAPS] ?? 'none'}
                fillOpacity={point.state === 'some_not_synced' ? 0.5 : 1}
              />
            ))}
          </Bar>
          {data.series.map((series, index) => (
            <Bar
              key={index}
              name={series.name}
              dataKey={(row: Row) => row.values[index] ?? undefined}
              stackId="spend"
              fill={series.hatched ? 'url(#credit)' : series.color}
              stroke={series.hatched ? series.color : undefined}
              isAnimationActive={false}
            >
              {rows.map(({ point }, at) => (
                <Cell key={at} fillOpacity={point.pale.includes(index) ? 0.5 : 1} />
              ))}
            </Bar>
          ))}
        </BarChart>
      </ResponsiveContainer>
    </div>
  )
}

function PointCard({ point, data: { series, metric } }: { point: ChartPoint; data: ChartData }) {
  const lines = point.figures
    .flatMap((figure, index) =>
      figure === null ? [] : [{ figure, pale: point.pale.includes(index), ...series[index] }],
    )
    .reverse()
  const total = lines.reduce((whole, { figure }) => whole + figure, 0n)
  return (
    <div className="bg-raised shadow-overlay max-w-xs rounded-md border p-3 text-sm">
      <p className="font-medium">{point.title}</p>
      {point.note && <p className="text-ink-2">{point.note}</p>}
      {lines.length > 0 && (
        <table className="mt-1 w-full">
          <tbody>
            {lines.map((line) => (
              <tr key={line.name}>
                <td className="max-w-48 truncate pr-3">
                  <span
                    aria-hidden
                    className="mr-1.5 inline-block size-2.5 rounded-[3px]"
                    style={{ background: line.color, opacity: line.pale ? 0.5 : 1 }}
                  />
                  {line.name}
                </td>
                <td className="figures text-right whitespace-nowrap">{figureText(line.figure, metric)}</td>
              </tr>
            ))}
          </tbody>
          <tfoot>
            <tr className="font-medium">
              <td className="pt-1">Total</td>
              <td className="figures pt-1 text-right">{figureText(total, metric)}</td>
            </tr>
          </tfoot>
        </table>
      )}
      {lines.length === 0 && !point.note && <p className="text-ink-2">Nothing</p>}
      {point.href && <p className="text-ink-3 mt-1 text-xs">Click to open</p>}
    </div>
  )
}
