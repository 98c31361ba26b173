import { notFound, redirect } from 'next/navigation'
import type { ReactNode } from 'react'
import { CompareCard } from '@/components/subject/compare-card'
import { type ComparedSpend, SubjectSpend } from '@/components/subject/subject-spend'
import {
  comparedSubject,
  parseSubjectView,
  shownBucket,
  subjectHref,
  type SubjectView,
} from '@/components/subject/subject-view'
import type { SearchParams } from '@/components/timeline/timeline-view'
import type { DataScope } from '@/lib/domain/data-scope'
import { dayOf, type DayRange } from '@/lib/domain/day'
import type { ExplainedSpend } from '@/lib/domain/explained-spend'
import { previousRange, resolveRange } from '@/lib/domain/range'
import { ANY_ORGANIZATION, type SpendSubject, type SubjectKind } from '@/lib/domain/spend-subject'
import type { Viewer } from '@/lib/domain/viewer'
import { formatDayRange } from '@/lib/format'
import { explainSpend, spendOfPeriod } from '@/lib/queries/subject-spend'
import {
  type ComparableSubject,
  comparableSubjects,
  getSubject,
  organizationOf,
} from '@/lib/queries/subjects'

export const SUBJECT_NOUNS = { key: 'key', workspace: 'workspace', model: 'model', person: 'person' } as const

/** What an address asks to see, at `now`. */
export interface AskedSubject {
  view: SubjectView
  problems: string[]
  range: DayRange
  before: DayRange
}

export function askedOf(params: SearchParams, now: Date): AskedSubject {
  const { view, problems } = parseSubjectView(params)
  const today = dayOf(now)
  const range = resolveRange(view.choice, today)
  return { view, problems, range, before: previousRange(view.choice, today) }
}

/** All that a page of one key, workspace, model or person shows of its spend. */
export interface ExplainedSubject {
  subject: SpendSubject
  view: SubjectView
  problems: string[]
  spend: ExplainedSpend
  compared: ComparedSpend | null
  /** To compare with; null where nobody is choosing. */
  found: ComparableSubject[] | null
}

export async function explainSubject(
  viewer: Viewer,
  subject: SpendSubject,
  { view, problems, range, before }: AskedSubject,
  { data, now }: { data: DataScope; now: Date },
): Promise<ExplainedSubject> {
  const byHour = shownBucket(view, dayOf(now), subject.kind !== 'person') === 'hour'
  const other = comparedSubject(subject, view.compare)
  const [spend, otherRecord, otherSpend, found] = await Promise.all([
    explainSpend(viewer, subject, { range, before, data, byHour }, now),
    other ? getSubject(viewer, other, data) : null,
    other ? spendOfPeriod(viewer, other, range) : null,
    view.find === null ? null : comparableSubjects(viewer, subject, { range, text: view.find, data }),
  ])
  const isUnknown = view.compare?.with === 'other' && !otherRecord
  const compared =
    view.compare?.with === 'previous'
      ? { name: formatDayRange(before), period: spend.before }
      : otherRecord && otherSpend
        ? { name: otherRecord.name, period: otherSpend }
        : null
  return {
    ...{ subject, view, spend, compared, found },
    problems: isUnknown
      ? [...problems, `There is no other ${SUBJECT_NOUNS[subject.kind]} of that id to compare with.`]
      : problems,
  }
}

/** Its cards; `children` are those that only its kind has. */
export function ExplainedSubjectCards({
  explained: { subject, view, spend, compared, found },
  now,
  children,
}: {
  explained: ExplainedSubject
  now: Date
  children?: ReactNode
}) {
  const noun = SUBJECT_NOUNS[subject.kind]
  return (
    <SubjectSpend
      {...{ subject, view, spend, compared, noun }}
      today={dayOf(now)}
      picker={found && <CompareCard {...{ subject, view, noun, found }} />}
    >
      {children}
    </SubjectSpend>
  )
}

/** An address that leaves the organisation open leads on to the one that has such an id. */
export async function settleOrganization(
  viewer: Viewer,
  named: { kind: Exclude<SubjectKind, 'model'>; organizationId: string; id: string },
  { asked, data }: { asked: AskedSubject; data: DataScope },
): Promise<void> {
  if (named.organizationId !== ANY_ORGANIZATION) return
  const organizationId = await organizationOf(viewer, named, data)
  if (organizationId === null) notFound()
  redirect(subjectHref({ ...named, organizationId }, asked.view))
}

/** Of an address: what is no percent-encoding stands for itself. */
export function decodedPart(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}
