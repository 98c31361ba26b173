import { Money } from '@/components/ui/money'
import { More } from '@/components/ui/more'
import { Table, Td, Th } from '@/components/ui/table'
import { nano } from '@/lib/domain/money'
import { formatUsd } from '@/lib/format'
import type { SpendColumn, SpendColumns } from './prepare-columns'

const HEIGHT = 140
const STEP = 10

/** Cost by hour, day, week or month, stacked by model, with what it is compared with; drawn on the server, its table beneath. */
export function SpendChart({
  prepared: { series, columns, comparedName },
  noun,
}: {
  prepared: SpendColumns
  /** "day" */
  noun: string
}) {
  const most = columns.reduce(
    (high, { total, compared }) => larger(high, larger(total, compared ?? 0n)),
    0n as bigint,
  )
  const heightOf = (amount: bigint) =>
    most > 0n && amount > 0n ? (Number((amount * 10_000n) / most) / 10_000) * HEIGHT : 0
  const width = columns.length * STEP
  const [first, last] = [columns[0], columns.at(-1)]
  const hasMissing = columns.some(({ isMissing, note }) => isMissing && note === 'not read')
  return (
    <div>
      <ul className="mb-2 flex flex-wrap gap-x-4 gap-y-1 text-sm">
        {series.map(({ name, color }) => (
          <li key={name} className="flex items-center wrap-anywhere">
            <span
              aria-hidden
              className="mr-2 size-2.5 shrink-0 rounded-[3px]"
              style={{ background: color }}
            />
            {name}
          </li>
        ))}
        {comparedName !== null && (
          <li className="flex items-center wrap-anywhere">
            <span aria-hidden className="border-ink-2 mr-2 w-4 shrink-0 border-t-2" />
            <bdi>{comparedName}</bdi>
          </li>
        )}
        {hasMissing && (
          <li className="flex items-center">
            <span aria-hidden className="hatched mr-2 size-2.5 shrink-0 rounded-[3px] border" />
            Not read
          </li>
        )}
      </ul>
      <div className="relative border-b">
        {hasMissing && (
          <div aria-hidden className="absolute inset-0 flex">
            {columns.map(({ start, isMissing, note }) => (
              <span
                key={start}
                className={`h-full flex-1 ${isMissing && note === 'not read' ? 'hatched' : ''}`}
              />
            ))}
          </div>
        )}
        <svg
          role="img"
          aria-label={`Cost by ${noun}, at most ${formatUsd(nano(most)).text} in one ${noun}`}
          viewBox={`0 0 ${width} ${HEIGHT}`}
          preserveAspectRatio="none"
          className="relative h-[140px] w-full"
        >
          {columns.map((column, index) => (
            <Column key={column.start} {...{ column, index, series, comparedName, heightOf }} />
          ))}
        </svg>
      </div>
      <div className="text-ink-3 mt-1 flex justify-between gap-3 text-xs">
        <span>{first?.label}</span>
        <span className="text-right">{last !== first && last?.label}</span>
      </div>
      <div className="mt-2">
        <More summary="As a table">
          <Table label={`Cost by ${noun} and model`}>
            <thead>
              <tr>
                <Th>{noun.charAt(0).toUpperCase() + noun.slice(1)}</Th>
                {series.map(({ name }) => (
                  <Th key={name} numeric>
                    {name}
                  </Th>
                ))}
                <Th numeric>Sum</Th>
                {comparedName !== null && <Th numeric>{comparedName}</Th>}
                <Th>State</Th>
              </tr>
            </thead>
            <tbody>
              {columns.map(({ start, label, total, amounts, compared, note, isMissing }) => (
                <tr key={start}>
                  <Td className="whitespace-nowrap">{label}</Td>
                  {amounts.map((amount, place) => (
                    <Td key={place} numeric>
                      {amount === 0n ? (
                        <span className="text-ink-3">–</span>
                      ) : (
                        <Money parts={formatUsd(amount)} />
                      )}
                    </Td>
                  ))}
                  <Td numeric>
                    {isMissing ? <span className="text-ink-3">–</span> : <Money parts={formatUsd(total)} />}
                  </Td>
                  {compared !== null && (
                    <Td numeric>
                      <Money parts={formatUsd(compared)} />
                    </Td>
                  )}
                  <Td className="text-ink-3">{note}</Td>
                </tr>
              ))}
            </tbody>
          </Table>
        </More>
      </div>
    </div>
  )
}

function Column({
  column: { label, total, amounts, compared, note },
  index,
  series,
  comparedName,
  heightOf,
}: {
  column: SpendColumn
  index: number
  series: SpendColumns['series']
  comparedName: string | null
  heightOf: (amount: bigint) => number
}) {
  const left = index * STEP
  const bars = amounts.map((amount, place) => ({ place, height: heightOf(amount) }))
  const line = compared === null ? null : HEIGHT - heightOf(compared)
  const words = [
    `${label}: ${formatUsd(total).text}`,
    compared !== null && `${comparedName}: ${formatUsd(compared).text}`,
    note,
  ]
  return (
    <g>
      <title>{words.filter(Boolean).join(', ')}</title>
      <rect x={left} y={0} width={STEP} height={HEIGHT} fill="transparent" />
      {bars.map(({ place, height }) => {
        if (height === 0) return null
        const below = bars.slice(0, place).reduce((all, bar) => all + bar.height, 0)
        return (
          <rect
            key={place}
            x={left + 1}
            y={HEIGHT - below - height}
            width={STEP - 2}
            height={height}
            fill={series[place]?.color}
          />
        )
      })}
      {line !== null && (
        <path
          d={`M${left} ${Math.min(line, HEIGHT - 1)}h${STEP}`}
          stroke="var(--ink-2)"
          strokeWidth={2}
          vectorEffect="non-scaling-stroke"
        />
      )}
    </g>
  )
}

function larger(a: bigint, b: bigint): bigint {
  return a > b ? a : b
}
