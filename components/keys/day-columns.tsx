import { More } from '@/components/ui/more'
import { Money } from '@/components/ui/money'
import { Table, Td, Th } from '@/components/ui/table'
import { formatDay, formatUsd } from '@/lib/format'
import type { DayColumns } from './prepare-key-page'

const HEIGHT = 120
const STEP = 10

/** Cost by day, stacked by model; drawn on the server, with its table beneath. */
export function KeyDayColumns({ columns: { series, days } }: { columns: DayColumns }) {
  const most = days.reduce((high, { total }) => (total > high ? total : high), 0n as bigint)
  const heightOf = (amount: bigint) => (most > 0n ? (Number((amount * 10_000n) / most) / 10_000) * HEIGHT : 0)
  const width = days.length * STEP
  const [first, last] = [days[0], days.at(-1)]
  return (
    <div>
      <ul className="mb-2 flex flex-wrap gap-x-4 gap-y-1 text-sm">
        {series.map(({ name, color }) => (
          <li key={name} className="flex items-center">
            <span
              aria-hidden
              className="mr-2 inline-block size-2.5 rounded-[3px]"
              style={{ background: color }}
            />
            {name}
          </li>
        ))}
      </ul>
      <svg
        role="img"
        aria-label={`Cost by day, at most ${formatUsd(most as Parameters<typeof formatUsd>[0]).text} on one day`}
        viewBox={`0 0 ${width} ${HEIGHT}`}
        preserveAspectRatio="none"
        className="border-line h-[120px] w-full border-b"
      >
        {days.map(({ day, total, parts }, index) => {
          let top = HEIGHT
          return (
            <g key={day}>
              <title>{`${formatDay(day)}: ${formatUsd(total).text}`}</title>
              <rect x={index * STEP} y={0} width={STEP} height={HEIGHT} fill="transparent" />
              {parts.map(({ series: place, amount }) => {
                if (amount <= 0n) return null
                const height = heightOf(amount)
                top -= height
                return (
                  <rect
                    key={place}
                    x={index * STEP + 1}
                    y={top}
                    width={STEP - 2}
                    height={height}
                    fill={series[place]?.color}
                  />
                )
              })}
            </g>
          )
        })}
      </svg>
      <div className="text-ink-3 mt-1 flex justify-between text-xs">
        <span>{first && formatDay(first.day)}</span>
        <span>{last && formatDay(last.day)}</span>
      </div>
      <div className="mt-2">
        <More summary="As a table">
          <Table label="Cost by day and model">
            <thead>
              <tr>
                <Th>Day</Th>
                {series.map(({ name }) => (
                  <Th key={name} numeric>
                    {name}
                  </Th>
                ))}
                <Th numeric>Sum</Th>
              </tr>
            </thead>
            <tbody>
              {days.map(({ day, total, parts }) => (
                <tr key={day}>
                  <Td className="whitespace-nowrap">{formatDay(day)}</Td>
                  {parts.map(({ series: place, amount }) => (
                    <Td key={place} numeric>
                      {amount === 0n ? (
                        <span className="text-ink-3">–</span>
                      ) : (
                        <Money parts={formatUsd(amount)} />
                      )}
                    </Td>
                  ))}
                  <Td numeric>
                    <Money parts={formatUsd(total)} />
                  </Td>
                </tr>
              ))}
            </tbody>
          </Table>
        </More>
      </div>
    </div>
  )
}
