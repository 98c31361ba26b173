import { Money } from '@/components/ui/money'
import { Table, Td, Th } from '@/components/ui/table'
import { Term } from '@/components/words/term'
import type { UsdParts } from '@/lib/format'
import type { KindLine } from './prepare-reconciliation'

/** The bill by kind beside what its use costs at list price. */
export function KindTable({
  lines,
  total,
}: {
  lines: readonly KindLine[]
  total: { billed: UsdParts; priced: UsdParts; difference: string }
}) {
  return (
    <Table label="By kind of cost">
      <thead>
        <tr>
          <Th>Kind</Th>
          <Th numeric>Billed</Th>
          <Th numeric>At list price</Th>
          <Th numeric>Difference</Th>
        </tr>
      </thead>
      <tbody>
        {lines.map(({ id, name, word, billed, priced, difference }) => (
          <tr key={id}>
            <Td>
              <Term of={word}>{name}</Term>
            </Td>
            <Td numeric>
              <Money parts={billed} />
            </Td>
            <Td numeric>
              {priced ? <Money parts={priced} /> : <span className="text-ink-3">no price</span>}
            </Td>
            <Td numeric>{difference}</Td>
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr className="font-semibold">
          <Td>Sum</Td>
          <Td numeric>
            <Money parts={total.billed} />
          </Td>
          <Td numeric>
            <Money parts={total.priced} />
          </Td>
          <Td numeric>{total.difference}</Td>
        </tr>
      </tfoot>
    </Table>
  )
}
