import { FIGURE_TABLE } from '@/components/timeline/figure-cell'
import { More } from '@/components/ui/more'
import { Table, Th } from '@/components/ui/table'
import { TextRows } from '@/components/ui/text-rows'
import { nano } from '@/lib/domain/money'
import { formatUsd } from '@/lib/format'
import { ColumnTitles } from './column-titles'
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
  const bar = ({ amounts }: SpendColumn, index: number, place: number) => {
    const height = heightOf(amounts[place] ?? 0n)
    const below = amounts.slice(0, place).reduce((all, amount) => all + heightOf(amount), 0)
    return height === 0
      ? ''
      : `M${index * STEP + 1} ${round(HEIGHT - below)}v${round(-height)}h${STEP - 2}v${round(height)}z`
  }
  const level = (compared: SpendColumn['compared'], index: number) =>
    compared === null
      ? ''
      : `M${index * STEP} ${round(Math.min(HEIGHT - heightOf(compared), HEIGHT - 1))}h${STEP}`
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
          {series.map(({ name, color }, place) => (
            <path
              key={name}
              d={columns.map((column, index) => bar(column, index, place)).join('')}
              fill={color}
            />
          ))}
          {comparedName !== null && (
            <path
              d={columns.map(({ compared }, index) => level(compared, index)).join('')}
              stroke="var(--ink-2)"
              strokeWidth={2}
              vectorEffect="non-scaling-stroke"
            />
          )}
          <ColumnTitles
            step={STEP}
            height={HEIGHT}
            titles={columns.map(({ label, total, compared, note }) =>
              [
                `${label}: ${formatUsd(total).text}`,
                compared !== null && `${comparedName}: ${formatUsd(compared).text}`,
                note,
              ]
                .filter(Boolean)
                .join(', '),
            )}
          />
        </svg>
      </div>
      <div className="text-ink-3 mt-1 flex justify-between gap-3 text-xs">
        <span>{first?.label}</span>
        <span className="text-right">{last !== first && last?.label}</span>
      </div>
      <div className="mt-2">
        <More summary="As a table">
          <Table
            label={`Cost by ${noun} and model`}
            className={`${FIGURE_TABLE} [&_td:last-child]:text-ink-3`}
          >
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
              <TextRows
                rows={columns.map(({ label, total, amounts, compared, note, isMissing }) => [
                  label,
                  ...amounts.map((amount) => amountText(amount === 0n ? null : amount)),
                  amountText(isMissing ? null : total),
                  ...(comparedName === null ? [] : [amountText(compared)]),
                  note ?? '',
                ])}
              />
            </tbody>
          </Table>
        </More>
      </div>
    </div>
  )
}

function amountText(amount: SpendColumn['total'] | null): string {
  return amount === null ? '–' : formatUsd(amount).text
}

function larger(a: bigint, b: bigint): bigint {
  return a > b ? a : b
}

function round(value: number): number {
  return Math.round(value * 100) / 100
}
