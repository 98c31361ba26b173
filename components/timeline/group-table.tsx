import { ArrowUpRight } from 'lucide-react'
import Link from 'next/link'
import { Badge } from '@/components/ui/badge'
import { Card, CardHeader } from '@/components/ui/card'
import { Table, Th } from '@/components/ui/table'
import { Term, TermMark } from '@/components/words/term'
import type { WordId } from '@/lib/domain/glossary'
import { ANY_ORGANIZATION, type SpendSubject, SUBJECT_KINDS, subjectPath } from '@/lib/domain/spend-subject'
import { type Dimension, UNATTRIBUTED } from '@/lib/domain/timeline-request'
import { CopyTsvButton } from './copy-tsv-button'
import { FIGURE_TABLE, figureCell } from './figure-cell'
import { GROUP_NOUNS } from './prepare-controls'
import { filterDimension, type Series } from './prepare-series'
import type { GroupTable as Prepared } from './prepare-tables'
import { SortHeader } from './sort-header'
import { Swatch } from './swatch'
import { TablePager } from './table-pager'
import { DEFAULT_VIEW, viewHref, type TimelineView } from './timeline-view'

const WORDS: Partial<Record<Dimension, WordId>> = { pool: 'pool', workspace: 'workspace' }

/** One line a group, in the colours of the chart. A name leads to what is inside it, the tail to all groups. */
export function GroupTable({ table, view }: { table: Prepared; view: TimelineView }) {
  const noun = GROUP_NOUNS[view.group]
  const { page } = table
  const tails = page.lines.some(({ series }) => series.members > 1)
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
      <Table label={`By ${noun}`} className={FIGURE_TABLE}>
        <thead>
          <tr>
            <SortHeader
              href={viewHref(view, { sort: view.sort === 'name' ? '-name' : 'name' })}
              direction={view.sort === 'name' ? 'ascending' : view.sort === '-name' ? 'descending' : 'none'}
              mark={<TermMark of={WORDS[view.group]} name={noun} />}
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
            <Th>
              <Term of="quality">Quality</Term>
            </Th>
          </tr>
        </thead>
        <tbody>
          {page.lines.map(({ series, figures, share, quality }) => (
            <tr key={series.id}>
              <td className="max-w-40 sm:max-w-80">
                <span className="flex min-w-0 items-center">
                  <Swatch color={series.color} pool={series.pool} />
                  <GroupName series={series} view={view} />
                  <OwnPage series={series} view={view} />
                </span>
              </td>
              {figures.map((figure, index) => figureCell(figure, index))}
              <td className="text-ink-2">{share}</td>
              <td>
                <Badge>{series.mixed ? `partly ${quality}` : quality}</Badge>
              </td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr className="font-semibold">
            <td>Total</td>
            {table.totals.map((figure, index) => figureCell(figure, index))}
            <td />
            <td />
          </tr>
        </tfoot>
      </Table>
      <TablePager
        label={`Pages of the table by ${noun}`}
        page={page}
        hrefOf={(groupPage) => viewHref(view, { groupPage, bucketPage: view.bucketPage })}
      />
    </Card>
  )
}

/** To the page of one key, workspace, model or person, over the same days. */
function OwnPage({ series: { group, pool, name }, view }: { series: Series; view: TimelineView }) {
  const kind = SUBJECT_KINDS.find((each) => each === view.group)
  const id = group?.value
  if (!kind || !id || pool !== 'api' || id === UNATTRIBUTED || (kind === 'model' && id === 'other'))
    return null
  const organizationId = view.filters.organization?.length === 1 ? view.filters.organization[0] : null
  const subject: SpendSubject =
    kind === 'model'
      ? { kind, id, data: 'real' }
      : { kind, organizationId: organizationId ?? ANY_ORGANIZATION, id }
  return (
    <Link
      href={viewHref(DEFAULT_VIEW, { choice: view.choice }, subjectPath(subject))}
      prefetch={false}
      aria-label={`Everything about ${name}`}
      title={`Everything about ${name}`}
      className="text-ink-3 hover:text-ink no-print ml-1 inline-flex size-6 shrink-0 items-center justify-center"
    >
      <ArrowUpRight aria-hidden className="size-3.5" />
    </Link>
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
