import { Card, CardHeader } from '@/components/ui/card'
import { More } from '@/components/ui/more'
import { Table, Td, Th } from '@/components/ui/table'
import type { Guide } from '@/lib/domain/guides/guide'

/** Where everything in a guide comes from: each price with its date, and the sources of the rest. */
export function PriceNotes({ prices, sources }: Pick<Guide, 'prices' | 'sources'>) {
  return (
    <Card>
      <CardHeader title="Dates and sources" />
      <ul className="text-ink-2 flex list-disc flex-col gap-1 pl-5 text-sm">
        {sources.map((source) => (
          <li key={source}>{source}</li>
        ))}
      </ul>
      {prices.length > 0 && (
        <div className="mt-2">
          <More summary={`The ${prices.length} prices of this page, each with its date and source`}>
            <Table label="Prices of this page">
              <thead>
                <tr>
                  <Th>What</Th>
                  <Th numeric>Amount</Th>
                  <Th>Date and source</Th>
                </tr>
              </thead>
              <tbody>
                {prices.map(({ what, amount, date, source }) => (
                  <tr key={what}>
                    <Td className="py-1 align-top text-sm">{what}</Td>
                    <Td numeric className="py-1 align-top text-sm">
                      {amount}
                    </Td>
                    <Td className="text-ink-2 min-w-64 py-1 text-sm">
                      {date}. {source}
                    </Td>
                  </tr>
                ))}
              </tbody>
            </Table>
          </More>
        </div>
      )}
    </Card>
  )
}
