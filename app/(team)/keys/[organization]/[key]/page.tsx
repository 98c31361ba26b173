import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { KeyBudgets } from '@/components/budgets/key-budgets'
import { AskOwnerDialog } from '@/components/keys/ask-owner-dialog'
import { KeyFacts } from '@/components/keys/key-facts'
import { KeyHistory } from '@/components/keys/key-history'
import { GuideLink } from '@/components/learn/guide-link'
import { supportHref } from '@/components/support/support-view'
import { DEFAULT_VIEW, type SearchParams, viewHref } from '@/components/timeline/timeline-view'
import { ButtonAnchor, ButtonLink } from '@/components/ui/button'
import { Card, CardHeader } from '@/components/ui/card'
import { EmptyState } from '@/components/ui/empty-state'
import { Notice } from '@/components/ui/notice'
import { PageHeader } from '@/components/ui/page-header'
import { requireViewer } from '@/lib/auth/viewer'
import { isAllowed } from '@/lib/domain/viewer'
import { currentTime } from '@/lib/env'
import { budgetsOfKey } from '@/lib/queries/budgets'
import { keyHistory } from '@/lib/queries/key-history'
import { getKey } from '@/lib/queries/keys'
import { chosenData } from '../../../chosen-data'
import {
  askedOf,
  decodedPart,
  ExplainedSubjectCards,
  explainSubject,
  settleOrganization,
} from '../../../explained-subject'
import { SubjectFindingsCard } from '../../../subject-findings-card'
import { KeyAssignmentCard } from '../../key-assignment-card'
import { KeyControlCard } from '../../key-control-card'
import { KeySavingCard } from '../../key-saving-card'
import { sendOwnerQuestion, showOwnerQuestions } from '../../owner-actions'

export const metadata: Metadata = { title: 'Key' }

const CONSOLE_KEYS = 'https://platform.claude.com/settings/keys'

interface Props {
  params: Promise<{ organization: string; key: string }>
  searchParams: Promise<SearchParams>
}

export default async function KeyPage({ params, searchParams }: Props) {
  const viewer = await requireViewer()
  const now = currentTime()
  const { organization, key: id } = await params
  const address = { organizationId: decodedPart(organization), id: decodedPart(id) }
  if (`${address.organizationId}${address.id}`.includes('\u0000')) notFound()
  const data = await chosenData(viewer)
  const asked = askedOf(await searchParams, now)
  await settleOrganization(viewer, { kind: 'key', ...address }, { asked, data })
  const [explained, found, history, budgets, findings, control, saving] = await Promise.all([
    explainSubject(viewer, { kind: 'key', ...address }, asked, { data, now }),
    getKey(viewer, address, { ...asked, data }, now),
    keyHistory(viewer, address),
    budgetsOfKey(viewer, { organizationId: address.organizationId, keyId: address.id }, now, data),
    SubjectFindingsCard({ viewer, subject: { type: 'key', ...address }, data, now }),
    KeyControlCard({ viewer, address, now }),
    KeySavingCard({ viewer, address, now }),
  ])
  if (!found) notFound()
  const { view, problems } = explained
  const { key } = found
  return (
    <>
      <PageHeader
        title={<bdi>{key.name.trim() || '(no name)'}</bdi>}
        description={
          <>
            {[key.organizationName, key.workspaceName].filter(Boolean).join(' · ')} ·{' '}
            <GuideLink guide="api-keys" />
          </>
        }
        actions={
          <>
            <ButtonLink
              href={viewHref(DEFAULT_VIEW, {
                choice: view.choice,
                group: 'model',
                filters: { key: [key.id], organization: [key.organizationId] },
              })}
            >
              Open on the timeline
            </ButtonLink>
            <AskOwnerDialog
              size="md"
              keys={[`${address.organizationId} ${address.id}`]}
              actions={{ show: showOwnerQuestions, send: sendOwnerQuestion }}
            />
            <ButtonLink
              href={supportHref({
                choice: view.choice,
                organization: address.organizationId,
                key: address.id,
              })}
            >
              For support
            </ButtonLink>
            <ButtonAnchor href={CONSOLE_KEYS} target="_blank" rel="noreferrer">
              Keys in the Console
            </ButtonAnchor>
            <ButtonLink href="/keys">All keys</ButtonLink>
          </>
        }
      />
      <div className="grid grid-cols-1 gap-4">
        {problems.map((problem) => (
          <Notice key={problem} tone="warning" title={problem} />
        ))}
        <KeyFacts keyRecord={key} />
        {findings}
        <KeyAssignmentCard viewer={viewer} keyRecord={key} data={data} />
        {control}
        {saving}
        <KeyBudgets budgets={budgets} keyId={key.id} mayMake={isAllowed(viewer.role, 'manage_budgets')} />
        <ExplainedSubjectCards explained={explained} now={now} />
        <Card>
          <CardHeader
            title="History"
            description="What was noticed at Anthropic, asked for here, and who it belonged to when."
          />
          {history.length === 0 ? (
            <EmptyState title="Nothing changed since this key is known" />
          ) : (
            <KeyHistory entries={history} zone={viewer.timeZone} />
          )}
        </Card>
      </div>
    </>
  )
}
