import { Fragment, type ReactNode } from 'react'
import { SPLIT_WORDS } from '@/components/keys/split-words'
import { PRESET_LABELS, RANGE_ORDER, rangeWords, withinWords } from '@/components/timeline/range-words'
import { Card, CardHeader } from '@/components/ui/card'
import { EmptyState } from '@/components/ui/empty-state'
import { Notice } from '@/components/ui/notice'
import { Segmented } from '@/components/ui/segmented'
import type { Day } from '@/lib/domain/day'
import type { ExplainedSpend, PeriodSpend } from '@/lib/domain/explained-spend'
import { sum } from '@/lib/domain/money'
import type { SpendSubject } from '@/lib/domain/spend-subject'
import { tokensOf } from '@/lib/domain/timeline'
import { formatDayRange, formatUsd } from '@/lib/format'
import { BreakdownCard } from './breakdown-card'
import { ChangeCard } from './change-card'
import { prepareBreakdowns } from './prepare-breakdowns'
import { prepareChange } from './prepare-change'
import { prepareColumns } from './prepare-columns'
import { prepareFigures } from './prepare-figures'
import { prepareWeek } from './prepare-week'
import { SpendChart } from './spend-chart'
import { SpendFigures } from './spend-figures'
import { bucketChoices, shownBucket, subjectHref, type SubjectView } from './subject-view'
import { WeekCard } from './week-card'

export interface ComparedSpend {
  name: string
  period: PeriodSpend
}

/** The same shape for a key, a workspace, a model and a person: what was spent, on what, when, and why it changed. */
export function SubjectSpend({
  subject,
  view,
  spend,
  compared,
  today,
  noun,
  picker = null,
  children,
}: {
  subject: SpendSubject
  view: SubjectView
  spend: ExplainedSpend
  compared: ComparedSpend | null
  today: Day
  /** "key" */
  noun: string
  /** Choosing what to compare with, where somebody does. */
  picker?: ReactNode
  /** Cards of this kind of subject alone, after the reasons of the change. */
  children?: ReactNode
}) {
  const { now, known } = spend
  const bucket = shownBucket(view, today, spend.week !== null)
  const columns = prepareColumns(spend, bucket, compared)
  const week = prepareWeek(spend.week)
  const isUsed = tokensOf(now.usage) > 0n || now.usage.requests > 0n || now.usage.webSearches > 0n
  const undrawn = now.spend - sum(columns.columns.map(({ total }) => total))
  return (
    <Fragment>
      <div className="flex min-w-0 flex-wrap gap-3">
        <Segmented
          label="Range"
          segments={RANGE_ORDER.map((preset) => ({
            label: PRESET_LABELS[preset],
            href: subjectHref(subject, view, { choice: { preset } }),
            current: 'preset' in view.choice && view.choice.preset === preset,
          }))}
        />
        <Segmented
          label="By"
          segments={bucketChoices(view, today, spend.week !== null).map(({ bucket: choice, ...segment }) => ({
            ...segment,
            href: subjectHref(subject, view, { bucket: choice }),
            current: choice === bucket,
          }))}
        />
        <Segmented
          label="Compare with"
          segments={[
            {
              label: 'Alone',
              href: subjectHref(subject, view, { compare: null }),
              current: view.compare === null,
            },
            {
              label: 'Period before',
              href: subjectHref(subject, view, { compare: { with: 'previous' } }),
              current: view.compare?.with === 'previous',
            },
            {
              label: `Another ${noun}…`,
              href: subjectHref(subject, view, { find: '' }),
              current: view.compare?.with === 'other',
            },
          ]}
        />
      </div>
      {picker}
      {known.now.missing > 0 && (
        <Notice
          tone="warning"
          title={`${known.now.missing} of these days ${known.now.missing === 1 ? 'is' : 'are'} not read yet`}
        >
          What they cost is missing here.
        </Notice>
      )}
      {subject.kind === 'person' && known.now.untold + known.now.open > 0 && (
        <Notice
          title={`Who used what is not known on ${known.now.untold + known.now.open} of these days${known.now.open > 0 ? ', or not yet' : ''}`}
        >
          It is told once a day is final and adds up. What this person used on the others is not in these
          figures.
        </Notice>
      )}
      <Card>
        <CardHeader title={rangeWords(now.range)} />
        {subject.kind === 'key' && now.isSplit && (
          <details className="text-ink-2 mb-4 text-sm">
            <summary className="cursor-pointer">What this key cost is estimated. How?</summary>
            <p className="mt-1 max-w-prose">
              {SPLIT_WORDS} All parts of a line add up to what was billed for it.
            </p>
          </details>
        )}
        <SpendFigures
          figures={prepareFigures(now, compared?.period ?? null, subject.kind === 'key')}
          comparedName={compared?.name ?? null}
        />
        {now.days.length > 0 || (compared && compared.period.days.length > 0) ? (
          <SpendChart prepared={columns} noun={bucket} />
        ) : (
          <EmptyState
            title={
              isUsed ? 'Used, but nobody tells for how much' : `No use ${withinWords(view.choice, today)}`
            }
          >
            {isUsed
              ? 'Nothing that was billed has its kind of tokens, as with the Priority Tier or requests that were blocked, or its days are not split yet.'
              : 'Choose a longer range above to look further back.'}
          </EmptyState>
        )}
        {bucket === 'hour' && undrawn !== 0n && (
          <p className="text-ink-2 mt-2 text-sm">
            {formatUsd(undrawn as typeof now.spend).text} of it is on days that are known only as a whole: no
            hour can be told.
          </p>
        )}
      </Card>
      <ChangeCard change={prepareChange(spend)} />
      {children}
      {now.days.length > 0 && (
        <div className="grid grid-cols-1 gap-4 lg:grid-cols-2">
          {prepareBreakdowns(spend, subject, view).map(({ id, ...breakdown }) => (
            <BreakdownCard key={id} {...breakdown} total={formatUsd(now.spend)} />
          ))}
        </div>
      )}
      {week ? (
        <WeekCard week={week} />
      ) : (
        now.days.length > 0 && (
          <p className="text-ink-3 text-sm">
            {spend.week === null
              ? 'Who used what is told by the day: there are no hours of the week.'
              : `${formatDayRange(now.range)} is known only by whole days: there are no hours of the week.`}
          </p>
        )
      )}
    </Fragment>
  )
}
