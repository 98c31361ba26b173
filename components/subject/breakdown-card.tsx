import { Card, CardHeader } from '@/components/ui/card'
import { Money } from '@/components/ui/money'
import { Table, Td, Th } from '@/components/ui/table'
import { Term } from '@/components/words/term'
import type { WordId } from '@/lib/domain/glossary'
import type { UsdParts } from '@/lib/format'
import { BreakdownRows } from './breakdown-rows'
import type { BreakdownLine } from './prepare-breakdown'

/** What something cost by one dimension; the lines add up to the sum beneath. */
export function BreakdownCard({
  title,
  word,
  lines,
  total,
  description,
}: {
  title: string
  word?: WordId
  lines: readonly BreakdownLine[]
  total: UsdParts
  description?: string
}) {
  return (
    <Card className="min-w-0">
      <CardHeader title={<Term of={word}>{title}</Term>} description={description} />
      <Table label={title}>
        <thead className="sr-only">
          <tr>
            <Th>What</Th>
            <Th numeric>Share</Th>
            <Th numeric>Cost</Th>
          </tr>
        </thead>
        <tbody>
          <BreakdownRows lines={lines} />
        </tbody>
        <tfoot>
          <tr className="font-semibold">
            <Td>Sum</Td>
            <Td />
            <Td numeric>
              <Money parts={total} />
            </Td>
          </tr>
        </tfoot>
      </Table>
    </Card>
  )
}
