import type { Metadata } from 'next'
import Link from 'next/link'
import { FindingFilterForm } from '@/components/findings/finding-filter-form'
import { FindingTable } from '@/components/findings/finding-table'
import {
  DEFAULT_FINDINGS_VIEW,
  findingsHref,
  type FindingsView,
  isFilteredFindings,
  parseFindingsView,
} from '@/components/findings/findings-view'
import { JudgementForm } from '@/components/findings/judgement-form'
import { LearningTable } from '@/components/findings/learning-table'
import { evaluationWords, prepareFinding } from '@/components/findings/prepare-findings'
import { silentDays } from '@/components/findings/silent-days'
import type { SearchParams } from '@/components/timeline/timeline-view'
import { ButtonLink } from '@/components/ui/button'
import { Card, CardHeader } from '@/components/ui/card'
import { EmptyState } from '@/components/ui/empty-state'
import { Notice } from '@/components/ui/notice'
import { PageHeader } from '@/components/ui/page-header'
import { Segmented } from '@/components/ui/segmented'
import { Term } from '@/components/words/term'
import { requireViewer } from '@/lib/auth/viewer'
import {
  FINDING_TABS,
  type FindingTab,
  possibleStates,
  STATES_OF_TAB,
} from '@/lib/domain/findings/finding-standing'
import { isAllowed } from '@/lib/domain/viewer'
import { currentTime } from '@/lib/env'
import { type FindingCount, countFindings, listEvaluations, listLearning } from '@/lib/queries/finding-counts'
import { findingCursor, findingPosition, listFindings } from '@/lib/queries/findings'
import { listOrganizations } from '@/lib/queries/organizations'
import { getOwnEmail } from '@/lib/queries/own-account'
import { chosenData } from '../chosen-data'
import { judge, takeBack } from './actions'

export const metadata: Metadata = { title: 'Findings' }

const ROWS = 50
const TAB_LABELS: Record<FindingTab, string> = { open: 'Open', silent: 'Silent', resolved: 'Resolved' }

export default async function FindingsPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const viewer = await requireViewer()
  const now = currentTime()
  const { view, problems } = parseFindingsView(await searchParams)
  const data = await chosenData(viewer)
  const scope = { data, ...(view.organization !== null && { organizationId: view.organization }) }
  const search = {
    ...scope,
    states: STATES_OF_TAB[view.tab],
    rules: view.rule ? [view.rule] : undefined,
    severities: view.severity ? [view.severity] : undefined,
    keys: view.key !== null ? [view.key] : undefined,
    // A cursor that somebody cut off begins at the first page.
    after: (view.after !== null && findingPosition(view.after)) || undefined,
    limit: ROWS + 1,
  }
  const [found, counts, evaluations, learning, organizations, ownEmail] = await Promise.all([
    listFindings(viewer, search, now),
    countFindings(viewer, scope, now),
    listEvaluations(viewer, data),
    listLearning(viewer, scope),
    listOrganizations(viewer, data),
    getOwnEmail(viewer),
  ])
  const findings = found.slice(0, ROWS)
  const last = found.length > ROWS ? findings.at(-1) : undefined
  const evaluation = evaluationWords(evaluations, now, viewer.timeZone)
  const lines = findings.map((one) => prepareFinding(one, organizations.length > 1, now, viewer.timeZone))
  const mayJudge = isAllowed(viewer.role, 'judge_findings')
  const states = possibleStates(
    view.tab === 'resolved' ? 'resolved' : view.tab === 'silent' ? 'snoozed' : 'open',
    false,
  )
  const table = <FindingTable lines={lines} label="Findings" selectable={mayJudge} />
  return (
    <>
      <PageHeader
        title="Findings"
        description={
          <>
            What costs money without need, or may soon: each a <Term of="finding">finding</Term>.{' '}
            {evaluation.sentence}
          </>
        }
        actions={<ButtonLink href="/settings/findings">Thresholds</ButtonLink>}
      />
      <div className="flex flex-col gap-4">
        {problems.map((problem) => (
          <Notice key={problem} tone="warning" title={problem} />
        ))}
        {(evaluation.state === 'behind' || evaluation.state === 'some') && (
          <Notice tone="warning" title={evaluation.sentence} />
        )}
        <div className="min-w-0">
          <Segmented
            label="State"
            segments={FINDING_TABS.map((tab) => ({
              label: `${TAB_LABELS[tab]} ${countOf(counts, tab)}`,
              href: findingsHref(view, { tab }),
              current: tab === view.tab,
            }))}
          />
        </div>
        <Card>
          <FindingFilterForm
            view={view}
            organizations={organizations}
            keyName={view.key === null ? null : (findings[0]?.subjectName ?? view.key)}
          />
          <div className="mt-4">
            {lines.length === 0 ? (
              <Nothing view={view} state={evaluation.state} hasLearning={learning.length > 0} />
            ) : mayJudge ? (
              <JudgementForm
                key={findingsHref(view, { after: view.after })}
                action={judge}
                undo={takeBack}
                states={states}
                days={silentDays(now)}
                owner={ownEmail}
              >
                {table}
              </JudgementForm>
            ) : (
              table
            )}
            {(last || view.after !== null) && (
              <nav aria-label="Pages of findings" className="mt-3 flex gap-2">
                {view.after !== null && (
                  <ButtonLink size="sm" href={findingsHref(view)}>
                    First page
                  </ButtonLink>
                )}
                {last && (
                  <ButtonLink
                    size="sm"
                    prefetch={false}
                    href={findingsHref(view, { after: findingCursor(last) })}
                  >
                    Next
                  </ButtonLink>
                )}
              </nav>
            )}
          </div>
        </Card>
        {learning.length > 0 && view.tab === 'open' && (
          <Card>
            <CardHeader
              title="Still learning"
              description="These rules compare with the past and do not know enough of it yet: they find nothing so far, which does not mean that there is nothing."
            />
            <LearningTable lines={learning} many={organizations.length > 1} />
          </Card>
        )}
      </div>
    </>
  )
}

function countOf(counts: readonly FindingCount[], tab: FindingTab): number {
  return counts
    .filter(({ stands }) => STATES_OF_TAB[tab].includes(stands))
    .reduce((sum, { count }) => sum + count, 0)
}

/** Nothing found, nothing looked at, nothing that matches: each in its own words. */
function Nothing({
  view,
  state,
  hasLearning,
}: {
  view: FindingsView
  state: ReturnType<typeof evaluationWords>['state']
  hasLearning: boolean
}) {
  if (isFilteredFindings(view))
    return (
      <EmptyState
        title="No finding is like that"
        actions={
          <ButtonLink href={findingsHref({ ...DEFAULT_FINDINGS_VIEW, tab: view.tab })}>Show all</ButtonLink>
        }
      >
        Choose another severity or rule, or look under the other states.
      </EmptyState>
    )
  if (state === 'none')
    return (
      <EmptyState
        title="Nothing to look at yet"
        actions={<ButtonLink href="/settings/connections">Connect an organisation</ButtonLink>}
      >
        Sixteen rules look at every hour of use and cost once an organisation at Anthropic is connected.
      </EmptyState>
    )
  if (state === 'never')
    return (
      <EmptyState title="Not looked yet">
        The rules look after each sync. Nothing is known so far, neither good nor bad.
      </EmptyState>
    )
  if (view.tab === 'silent')
    return (
      <EmptyState title="Nothing is snoozed or expected">
        What is asked to be quiet until a day stands here.
      </EmptyState>
    )
  if (view.tab === 'resolved')
    return (
      <EmptyState title="Nothing was resolved yet">
        What is over stands here, with what happened to it.
      </EmptyState>
    )
  return (
    <EmptyState title="Nothing to deal with">
      {hasLearning
        ? 'What can be judged so far is fine. Some rules are still learning, see below.'
        : 'All sixteen rules looked and found nothing that is open.'}{' '}
      <Link href={findingsHref({ ...view, tab: 'resolved' })} className="text-accent underline">
        What was resolved
      </Link>
    </EmptyState>
  )
}
