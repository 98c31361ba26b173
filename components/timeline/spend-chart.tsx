'use client'

import { useRouter } from 'next/navigation'
import {
  Bar,
  BarChart,
  CartesianGrid,
  ResponsiveContainer,
  Tooltip,
  useChartWidth,
  XAxis,
  type XAxisTickContentProps,
  YAxis,
} from 'recharts'
import { axisTick, figureText, heightOf, type ChartData, type ChartPoint } from './prepare-chart'
import { SpendBars, type SpendBar } from './spend-bars'

type TickProps = Pick<XAxisTickContentProps, 'x' | 'y' | 'payload'>

const LETTER_WIDTH = 7
const LABEL_GAP = 24
interface Row extends SpendBar {
  at: number
  /** What the axis has to reach on either side of zero. */
  above: number
  below: number
}

/** Stacked bars; a click on one opens it. The tables hold the same figures for those who do not use it. */
export default function SpendChart({ data }: { data: ChartData }) {
  const router = useRouter()
  const rows = data.points.map((point, at): Row => {
    const heights = point.figures.map((figure) => (figure === null ? 0 : heightOf(figure, data.metric)))
    const sumOf = (isCounted: (height: number) => boolean) =>
      heights.filter(isCounted).reduce((sum, height) => sum + height, 0)
    return { at, point, heights, above: sumOf((height) => height > 0), below: sumOf((height) => height < 0) }
  })
  const largest = Math.max(0, ...rows.map(({ above }) => above))
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
          <TimeAxis data={data} />
          <YAxis
            includeHidden
            interval={0}
            tick={({ x, y, payload }: TickProps) => (
              <AxisText x={x} y={Number(y) + 4} anchor="end">
                {axisTick(Number(payload.value), data.metric, largest)}
              </AxisText>
            )}
            tickLine={false}
            axisLine={false}
            width={56}
          />
          <Tooltip
            cursor={{ fill: 'var(--sunk)' }}
            isAnimationActive={false}
            includeHidden
            content={({ active, payload }) => {
              const row = payload?.[0]?.payload as Row | undefined
              return active && row ? <PointCard point={row.point} data={data} /> : null
            }}
          />
          <Bar hide dataKey="above" stackId="spend" />
          <Bar hide dataKey="below" stackId="spend" />
          <SpendBars bars={rows} series={data.series} />
        </BarChart>
      </ResponsiveContainer>
    </div>
  )
}

/** Every so many labels that they cannot touch. Left to find that out, the library measures each of them in the page. */
function TimeAxis({ data: { points, ticks } }: { data: ChartData }) {
  const width = useChartWidth() ?? 0
  const longest = Math.max(1, ...points.map(({ label }) => label.length)) * LETTER_WIDTH + LABEL_GAP
  const shown = ticks?.length ?? points.length
  const every = Math.max(1, Math.ceil((shown * longest) / Math.max(1, width)))
  return (
    <XAxis
      dataKey="at"
      ticks={ticks ?? undefined}
      interval={every - 1}
      tick={({ x, y, payload }: TickProps) => {
        const label = points[Number(payload.value)]?.label ?? ''
        const isCut = Number(x) + (label.length * LETTER_WIDTH) / 2 > width
        return (
          <AxisText x={isCut ? width : x} y={Number(y) + 8} anchor={isCut ? 'end' : 'middle'}>
            {label}
          </AxisText>
        )
      }}
      tickLine={false}
      axisLine={{ stroke: 'var(--line-strong)' }}
    />
  )
}

function AxisText({
  anchor,
  children,
  ...at
}: Pick<TickProps, 'x' | 'y'> & { anchor: 'middle' | 'end'; children: string }) {
  return (
    <text {...at} textAnchor={anchor} fill="var(--ink-3)" fontSize={12}>
      {children}
    </text>
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
      {point.marks.length > 0 && (
        <ul className="text-ink-2 mt-1 border-t pt-1">
          {point.marks.map((text, index) => (
            <li key={index} className="wrap-anywhere">
              {text}
            </li>
          ))}
        </ul>
      )}
      {point.href && <p className="text-ink-3 mt-1 text-xs">Click to open</p>}
    </div>
  )
}
