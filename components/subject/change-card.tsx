import { Card, CardHeader } from '@/components/ui/card'
import { Money } from '@/components/ui/money'
import { More } from '@/components/ui/more'
import { Explain } from '@/components/ui/popover'
import { Table, Td, Th } from '@/components/ui/table'
import type { PreparedChange } from './prepare-change'

/** The difference of two periods in parts that add up to it, each explained on demand, and by model. */
export function ChangeCard({ change }: { change: PreparedChange }) {
  if (change.kind === 'not_compared')
    return (
      <Card>
        <CardHeader title="Why did it change" />
        <p className="text-ink-2 max-w-prose">
          <strong className="text-ink font-medium">{change.title}.</strong> {change.sentence}
        </p>
      </Card>
    )
  return (
    <Card>
      <CardHeader title="Why did it change" description={change.caveat} />
      <p className="mb-3">
        <strong className="figures text-lg font-semibold">{change.headline}</strong>
        <span className="text-ink-2">: {change.words}.</span>
      </p>
      <ul className="mb-3 max-w-3xl">
        {change.lines.map(({ name, amount, isRise, isNothing, percent, explanation }) => (
          <li
            key={name}
            className="grid min-h-9 grid-cols-[minmax(0,1fr)_auto] items-center gap-x-3 border-b last:border-b-0 sm:grid-cols-[11rem_minmax(0,1fr)_8rem]"
          >
            <span className="flex items-center gap-1">
              {name}
              <Explain about={name}>
                {explanation.map((sentence) => (
                  <p key={sentence} className="mt-2 first:mt-0">
                    {sentence}
                  </p>
                ))}
              </Explain>
            </span>
            <span aria-hidden className="hidden grid-cols-2 sm:grid">
              <span className="flex justify-end">
                {!isRise && !isNothing && (
                  <span className="bg-ink-3 block h-2.5 rounded-l-[2px]" style={{ width: `${percent}%` }} />
                )}
              </span>
              <span className="border-line-strong flex border-l">
                {isRise && (
                  <span className="bg-warn block h-2.5 rounded-r-[2px]" style={{ width: `${percent}%` }} />
                )}
              </span>
            </span>
            <span className="figures text-right whitespace-nowrap">{amount}</span>
          </li>
        ))}
      </ul>
      <More summary="By model">
        <Table label="Why it changed, by model">
          <thead>
            <tr>
              <Th>Model</Th>
              <Th numeric>Before</Th>
              {change.partNames.map((name) => (
                <Th key={name} numeric>
                  {name}
                </Th>
              ))}
              <Th numeric>Now</Th>
              <Th numeric>Difference</Th>
            </tr>
          </thead>
          <tbody>
            {change.rows.map((row) => (
              <Row key={row.id} row={row} />
            ))}
          </tbody>
          <tfoot>
            <Row row={change.whole} isWhole />
          </tfoot>
        </Table>
      </More>
    </Card>
  )
}

function Row({
  row: { name, before, after, parts, difference },
  isWhole = false,
}: {
  row: Extract<PreparedChange, { kind: 'change' }>['whole']
  isWhole?: boolean
}) {
  return (
    <tr className={isWhole ? 'font-semibold' : undefined}>
      <Td className="wrap-anywhere">{name}</Td>
      <Td numeric>
        <Money parts={before} />
      </Td>
      {parts.map((part, index) => (
        <Td key={index} numeric>
          {part}
        </Td>
      ))}
      <Td numeric>
        <Money parts={after} />
      </Td>
      <Td numeric>{difference}</Td>
    </tr>
  )
}
