import { Table, Td, Th } from '@/components/ui/table'
import { Term } from '@/components/words/term'
import type { SpendFigure } from './prepare-figures'

/** What a period came to; beside what it is compared with, as a table. */
export function SpendFigures({
  figures,
  comparedName,
}: {
  figures: readonly SpendFigure[]
  /** Null: nothing is compared with. */
  comparedName: string | null
}) {
  if (comparedName === null)
    return (
      <dl className="mb-4 grid grid-cols-2 gap-x-6 gap-y-3 sm:grid-cols-3 lg:grid-cols-7">
        {figures.map(({ name, word, text, title }) => (
          <div key={name}>
            <dt className="text-ink-3 text-xs">
              <Term of={word}>{name}</Term>
            </dt>
            <dd className="figures text-lg font-semibold" title={title || undefined}>
              {text}
            </dd>
          </div>
        ))}
      </dl>
    )
  return (
    <div className="mb-4 max-w-3xl">
      <Table label={`Beside ${comparedName}`}>
        <thead>
          <tr>
            <Th>Figure</Th>
            <Th numeric>Here</Th>
            <Th numeric className="max-w-48 truncate" title={comparedName}>
              {comparedName}
            </Th>
            <Th numeric>Difference</Th>
          </tr>
        </thead>
        <tbody>
          {figures.map(({ name, word, text, title, compared }) => (
            <tr key={name}>
              <Td>
                <Term of={word}>{name}</Term>
              </Td>
              <Td numeric title={title || undefined} className="font-semibold">
                {text}
              </Td>
              <Td numeric title={compared?.title || undefined}>
                {compared?.text ?? '–'}
              </Td>
              <Td numeric className="text-ink-2">
                {compared?.change ?? ''}
              </Td>
            </tr>
          ))}
        </tbody>
      </Table>
    </div>
  )
}
