import Link from 'next/link'
import { Badge } from '@/components/ui/badge'
import { Card, CardHeader } from '@/components/ui/card'
import { Money } from '@/components/ui/money'
import { Table, Td, Th } from '@/components/ui/table'
import { CopyTsvButton } from './copy-tsv-button'
import { GROUP_NOUNS } from './prepare-controls'
import { filterDimension, type Series } from './prepare-series'
import type { Figure, GroupTable as Prepared } from './prepare-tables'
import { SortHeader } from './sort-header'
import { Swatch } from './swatch'
import { viewHref, type TimelineView } from './timeline-view'

/** One line a group, in the colours of the chart. A name leads to what is inside it, the tail to all groups. */
export function GroupTable({ table, view }: { table: Prepared; view: TimelineView }) {
  const noun = GROUP_NOUNS[view.group]
  const tails = table.rows.some(({ series }) => series.members > 1)
  return (
    <Card>
      <CardHeader
        title={`By ${noun}`}
        actions={
          <div className="no-print flex flex-wrap items-center gap-2">
            {tails && (
              <Link
                href={viewHref(view, { all: true })}
                prefetch={false}
                scroll={false}
                className="text-accent underline"
              >
                Show all
              </Link>
            )}
            {view.all && (
              <Link
                href={viewHref(view, { all: false })}
                prefetch={false}
                scroll={false}
                className="text-accent underline"
              >
                Show the largest
              </Link>
            )}
            <CopyTsvButton tsv={table.tsv} />
          </div>
        }
      />
      <Table label={`By ${noun}`}>
        <thead>
          <tr>
            <SortHeader
              href={viewHref(view, { sort: view.sort === 'name' ? '-name' : 'name' })}
              direction={view.sort === 'name' ? 'ascending' : view.sort === '-name' ? 'descending' : 'none'}
            >
              {noun.charAt(0).toUpperCase() + noun.slice(1)}
            </SortHeader>
            {table.columns.slice(0, -1).map((column) => (
              <Th key={column} numeric>
                {column}
              </Th>
            ))}
            <SortHeader
              numeric
              href={viewHref(view, { sort: view.sort === '-amount' ? 'amount' : '-amount' })}
              direction={
                view.sort === '-amount' ? 'descending' : view.sort === 'amount' ? 'ascending' : 'none'
              }
            >
              {table.columns.at(-1)}
            </SortHeader>
            <Th numeric>Share</Th>
            <Th>Quality</Th>
          </tr>
        </thead>
        <tbody>
          {table.rows.map(({ series, figures, share, quality }) => (
            <tr key={series.id}>
              <Td className="max-w-40 sm:max-w-80">
                <span className="flex min-w-0 items-center">
                  <Swatch color={series.color} pool={series.pool} />
                  <GroupName series={series} view={view} />
                </span>
              </Td>
              {figures.map((figure, index) => (
                <FigureCell key={index} figure={figure} />
              ))}
              <Td numeric className="text-ink-2">
                {share}
              </Td>
              <Td>
                <Badge>{series.mixed ? `partly ${quality}` : quality}</Badge>
              </Td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr className="font-semibold">
            <Td className="border-b-0">Total</Td>
            {table.totals.map((figure, index) => (
              <FigureCell key={index} figure={figure} className="border-b-0" />
            ))}
            <Td className="border-b-0" />
            <Td className="border-b-0" />
          </tr>
        </tfoot>
      </Table>
    </Card>
  )
}

function GroupName({ series, view }: { series: Series; view: TimelineView }) {
  if (!series.group)
    return (
      <Link
        href={viewHref(view, { all: true })}
        prefetch={false}
        scroll={false}
        className="truncate underline"
      >
        {series.name}
      </Link>
    )
  const dimension = filterDimension(view)
  const { value } = series.group
  if (!dimension || view.filters[dimension]?.includes(value))
    return (
      <span className="truncate" title={series.name}>
        {series.name}
      </span>
    )
  return (
    <Link
      href={viewHref(view, { filters: { ...view.filters, [dimension]: [value] }, all: false })}
      prefetch={false}
      scroll={false}
      title={`Only ${series.name}`}
      className="truncate hover:underline"
    >
      {series.name}
    </Link>
  )
}

/** A figure, its exact value on hover; a gap is a dash, which is not zero. */
export function FigureCell({ figure, className }: { figure: Figure | null; className?: string }) {
  return (
    <Td numeric className={className}>
      {figure ? <Money parts={figure.parts} title={figure.title} /> : <span className="text-ink-3">–</span>}
    </Td>
  )
}
