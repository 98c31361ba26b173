import { notFound } from 'next/navigation'
import { LimitCard } from '@/components/subject/limit-card'
import { SubjectFacts } from '@/components/subject/subject-facts'
import { DEFAULT_VIEW, type SearchParams, viewHref } from '@/components/timeline/timeline-view'
import { ButtonLink } from '@/components/ui/button'
import { Notice } from '@/components/ui/notice'
import { PageHeader } from '@/components/ui/page-header'
import { requireViewer } from '@/lib/auth/viewer'
import type { SpendSubject } from '@/lib/domain/spend-subject'
import { currentTime } from '@/lib/env'
import { getWorkspaceLimits } from '@/lib/queries/spend-limits'
import { getSubject } from '@/lib/queries/subjects'
import { chosenData } from './chosen-data'
import {
  askedOf,
  ExplainedSubjectCards,
  explainSubject,
  settleOrganization,
  SUBJECT_NOUNS,
} from './explained-subject'
import { SubjectFindingsCard } from './subject-findings-card'

type Named =
  { kind: 'workspace' | 'person'; organizationId: string; id: string } | { kind: 'model'; id: string }

const OTHERS = { workspace: 'All workspaces', model: 'All models', person: 'All people' } as const

/** The page of one workspace, model or person: the shape of a key's, without what only keys have. */
export async function SubjectPage({
  named,
  searchParams,
}: {
  named: Named
  searchParams: Promise<SearchParams>
}) {
  const viewer = await requireViewer()
  const now = currentTime()
  if (Object.values(named).some((part) => part.includes('\u0000'))) notFound()
  const data = await chosenData(viewer)
  const subject: SpendSubject = named.kind === 'model' ? { ...named, data } : named
  const asked = askedOf(await searchParams, now)
  if (named.kind !== 'model') await settleOrganization(viewer, named, { asked, data })
  const [record, explained, limits] = await Promise.all([
    getSubject(viewer, subject, data),
    explainSubject(viewer, subject, asked, { data, now }),
    named.kind === 'workspace' ? getWorkspaceLimits(viewer, named.organizationId, named.id, now) : null,
  ])
  if (!record) notFound()
  const { view, problems } = explained
  const { kind } = subject
  return (
    <>
      <PageHeader
        title={<bdi>{record.name}</bdi>}
        description={[`One ${SUBJECT_NOUNS[kind]}`, record.detail, record.organizationName]
          .filter(Boolean)
          .join(' · ')}
        actions={
          <>
            <ButtonLink
              href={viewHref(DEFAULT_VIEW, {
                choice: view.choice,
                group: kind === 'model' ? 'key' : 'model',
                filters: {
                  [kind]: [subject.id],
                  ...(subject.kind !== 'model' && { organization: [subject.organizationId] }),
                },
              })}
            >
              Open on the timeline
            </ButtonLink>
            <ButtonLink href={viewHref(DEFAULT_VIEW, { choice: view.choice, group: kind })}>
              {OTHERS[named.kind]}
            </ButtonLink>
          </>
        }
      />
      <div className="grid grid-cols-1 gap-4">
        {problems.map((problem) => (
          <Notice key={problem} tone="warning" title={problem} />
        ))}
        <SubjectFacts record={record} id={subject.id} />
        {limits && <LimitCard limits={limits} />}
        {(subject.kind === 'workspace' || subject.kind === 'model') && (
          <SubjectFindingsCard
            viewer={viewer}
            subject={{
              type: subject.kind,
              id: subject.id,
              ...(subject.kind === 'workspace' && { organizationId: subject.organizationId }),
            }}
            data={data}
            now={now}
          />
        )}
        <ExplainedSubjectCards explained={explained} now={now} />
      </div>
    </>
  )
}
