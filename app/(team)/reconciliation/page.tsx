import type { Metadata } from 'next'
import Link from 'next/link'
import { GuideLink } from '@/components/learn/guide-link'
import { DayTable, type DayTotal } from '@/components/reconciliation/day-table'
import { KindTable } from '@/components/reconciliation/kind-table'
import {
  between,
  prepareColumns,
  prepareDays,
  prepareGaps,
  prepareKinds,
  prepareUnpriced,
  signed,
  usedColumns,
} from '@/components/reconciliation/prepare-reconciliation'
import { ReasonTable } from '@/components/reconciliation/reason-table'
import { parseReconciliationView, reconciliationHref } from '@/components/reconciliation/reconciliation-view'
import { UnpricedTable } from '@/components/reconciliation/unpriced-table'
import { PRESET_LABELS, RANGE_ORDER, rangeWords, withinWords } from '@/components/timeline/range-words'
import { pageOf } from '@/components/timeline/table-page'
import { TablePager } from '@/components/timeline/table-pager'
import type { SearchParams } from '@/components/timeline/timeline-view'
import { ButtonLink } from '@/components/ui/button'
import { Card, CardHeader } from '@/components/ui/card'
import { EmptyState } from '@/components/ui/empty-state'
import { Money } from '@/components/ui/money'
import { Notice } from '@/components/ui/notice'
import { PageHeader } from '@/components/ui/page-header'
import { Segmented } from '@/components/ui/segmented'
import { Term } from '@/components/words/term'
import { requireViewer } from '@/lib/auth/viewer'
import { dayOf } from '@/lib/domain/day'
import { GLOSSARY } from '@/lib/domain/glossary'
import { resolveRange } from '@/lib/domain/range'
import type { DifferenceColumn, Reconciled } from '@/lib/domain/reconciliation'
import { currentTime } from '@/lib/env'
import { formatUsd } from '@/lib/format'
import { getReconciliation } from '@/lib/queries/reconciliation'
import { chosenData } from '../chosen-data'

export const metadata: Metadata = { title: 'Reconciliation' }

export default async function ReconciliationPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const viewer = await requireViewer()
  const now = currentTime()
  const { view, problems } = parseReconciliationView(await searchParams)
  const range = resolveRange(view.choice, dayOf(now))
  const { days, closed, open, missing, hasLegacy, organizations } = await getReconciliation(
    viewer,
    {
      range,
      data: await chosenData(viewer),
      ...(view.organization && { organizationId: view.organization }),
    },
    now,
  )
  const page = pageOf(days, view.page)
  const columns = usedColumns(days)
  const unpriced = prepareUnpriced([...closed.unpriced, ...(open?.unpriced ?? [])])
  const closedDays = days.filter(({ isFinal }) => isFinal).length
  return (
    <>
      <PageHeader
        title="Reconciliation"
        description={
          <>
            {GLOSSARY.reconciliation.means} <GuideLink guide="reading-the-bill" />
          </>
        }
        actions={
          <>
            <ButtonLink href="/settings/prices">List prices</ButtonLink>
            <ButtonLink href="/restatements">Restatements</ButtonLink>
          </>
        }
      />
      <div className="grid grid-cols-1 gap-4">
        {problems.map((problem) => (
          <Notice key={problem} tone="warning" title={problem} />
        ))}
        <div className="min-w-0">
          <Segmented
            label="Range"
            segments={RANGE_ORDER.map((preset) => ({
              label: PRESET_LABELS[preset],
              href: reconciliationHref(view, { choice: { preset } }),
              current: 'preset' in view.choice && view.choice.preset === preset,
            }))}
          />
        </div>
        {missing > 0 && organizations.length > 0 && (
          <Notice
            tone="warning"
            title={`${missing} day${missing === 1 ? '' : 's'} of this range ${missing === 1 ? 'is' : 'are'} not read yet and not in these sums.`}
          />
        )}
        {days.length === 0 ? (
          <Card>
            <EmptyState
              title={
                organizations.length === 0
                  ? 'Nothing to reconcile yet'
                  : `No bill and no use ${withinWords(view.choice, dayOf(now))}`
              }
              actions={<ButtonLink href="/settings/connections">See the connections</ButtonLink>}
            >
              Days stand here once an organisation at Anthropic is connected and they are read.
            </EmptyState>
          </Card>
        ) : (
          <>
            <Card>
              <CardHeader
                title={rangeWords(range)}
                description={`${closedDays} closed day${closedDays === 1 ? '' : 's'}. What is not final stands apart below.`}
              />
              <dl className="grid grid-cols-2 gap-x-6 gap-y-3 sm:grid-cols-3">
                <Figure name={<Term of="billed">Billed</Term>}>
                  <Money parts={formatUsd(closed.billed)} />
                </Figure>
                <Figure
                  name={
                    <>
                      Use at <Term of="list-price">list price</Term>
                    </>
                  }
                >
                  <Money parts={formatUsd(closed.priced)} />
                </Figure>
                <Figure name="Difference">
                  {closed.difference === 0n ? 'None' : signed(closed.difference)}
                </Figure>
              </dl>
              {closed.open && (
                <p className="text-ink-2 mt-3 max-w-prose text-sm">
                  The price of {closed.open.models.join(', ')} hangs on the length of each prompt, which no
                  report tells: that use may cost {between(closed.open)}. It is priced to what was billed as
                  long as that lies between the two.
                </p>
              )}
            </Card>
            <div className="grid grid-cols-1 gap-4 lg:grid-cols-2">
              <Card className="min-w-0">
                <CardHeader title="Why they differ" />
                {closed.gaps.size === 0 ? (
                  <p className="text-ink-2">
                    Closed days were billed exactly what their use costs at list price.
                  </p>
                ) : (
                  <ReasonTable lines={prepareGaps(closed)} difference={signed(closed.difference)} />
                )}
                {hasLegacy && (
                  <p className="text-ink-3 mt-3 max-w-prose text-xs">
                    Some of these days come from the legacy reports. They leave out the cost of the Priority
                    Tier and do not say whether amounts are before or after discounts.
                  </p>
                )}
              </Card>
              <Card className="min-w-0">
                <CardHeader title="By kind of cost" />
                <KindTable lines={prepareKinds(closed)} total={totalOf('Sum', closed, columns)} />
              </Card>
            </div>
            <Card className="min-w-0">
              <CardHeader
                title="By day"
                description="The newest first. The columns right of the difference add up to it."
                actions={
                  <Link
                    href={reconciliationHref(view, {}, '/reconciliation.csv')}
                    prefetch={false}
                    className="text-accent no-print underline"
                  >
                    Download CSV
                  </Link>
                }
              />
              <DayTable
                columns={columns}
                days={prepareDays(page.lines, columns, view)}
                totals={[
                  totalOf(`${closedDays} closed day${closedDays === 1 ? '' : 's'}`, closed, columns),
                  ...(open ? [totalOf('Not final', open, columns)] : []),
                ]}
              />
              <TablePager
                label="Pages of days"
                page={page}
                hrefOf={(other) => reconciliationHref(view, { page: other })}
              />
            </Card>
            {unpriced.length > 0 && (
              <Card className="min-w-0">
                <CardHeader
                  title="Use without a price"
                  description="Counted, but in none of the prices above. Rows are combinations of a day, a tier and a rate."
                  actions={<ButtonLink href="/settings/prices">List prices</ButtonLink>}
                />
                <UnpricedTable lines={unpriced} />
              </Card>
            )}
          </>
        )}
      </div>
    </>
  )
}

function totalOf(name: string, sum: Reconciled, columns: readonly DifferenceColumn[]): DayTotal {
  return {
    name,
    billed: formatUsd(sum.billed),
    priced: formatUsd(sum.priced),
    difference: signed(sum.difference),
    columns: prepareColumns(sum, columns),
  }
}

function Figure({ name, children }: { name: React.ReactNode; children: React.ReactNode }) {
  return (
    <div>
      <dt className="text-ink-3 text-xs">{name}</dt>
      <dd className="figures text-lg font-semibold">{children}</dd>
    </div>
  )
}
