import type { Metadata } from 'next'
import Link from 'next/link'
import { notFound } from 'next/navigation'
import { EvidenceTable } from '@/components/findings/evidence-table'
import { FindingEvents } from '@/components/findings/finding-events'
import { FindingFacts } from '@/components/findings/finding-facts'
import { aboutHref } from '@/components/findings/finding-href'
import { FindingSteps } from '@/components/findings/finding-steps'
import { DEFAULT_FINDINGS_VIEW, findingsHref } from '@/components/findings/findings-view'
import { JudgementForm } from '@/components/findings/judgement-form'
import { standsWords } from '@/components/findings/prepare-findings'
import { RuleGuideCard } from '@/components/findings/rule-guide-card'
import { SeverityMark } from '@/components/findings/severity-mark'
import { silentDays } from '@/components/findings/silent-days'
import { GuideLink } from '@/components/learn/guide-link'
import { ButtonLink } from '@/components/ui/button'
import { Card, CardHeader } from '@/components/ui/card'
import { PageHeader } from '@/components/ui/page-header'
import { requireViewer } from '@/lib/auth/viewer'
import { RULE_IDS } from '@/lib/domain/findings/finding'
import { possibleStates, ruleWords } from '@/lib/domain/findings/finding-standing'
import { RULE_GUIDES } from '@/lib/domain/findings/rule-guide'
import { GUIDE_OF_RULE } from '@/lib/domain/guides/guide-of-rule'
import { isAllowed, refusalSentence } from '@/lib/domain/viewer'
import { currentTime } from '@/lib/env'
import { getFinding } from '@/lib/queries/findings'
import { getOwnEmail } from '@/lib/queries/own-account'
import { judge, takeBack } from '../actions'
import { DeactivateStep } from '../deactivate-step'

export const metadata: Metadata = { title: 'Finding' }

export default async function FindingPage({ params }: { params: Promise<{ id: string }> }) {
  const viewer = await requireViewer()
  const now = currentTime()
  const { id } = await params
  const finding = id.includes('\u0000') ? null : await getFinding(viewer, id, now)
  if (!finding) notFound()
  const { subject, subjectName, rule, stands } = finding
  const data = finding.isDemo ? 'demo' : 'real'
  const about = aboutHref(subject, data)
  const known = RULE_IDS.find((one) => one === rule)
  const mayJudge = isAllowed(viewer.role, 'judge_findings')
  const states = possibleStates(stands, finding.goneAt !== null)
  return (
    <>
      <PageHeader
        title={finding.sentence}
        description={
          <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <SeverityMark severity={finding.severity} dim={stands !== 'open' && stands !== 'acknowledged'} />
            <span>{standsWords(finding, now, viewer.timeZone)}</span>
            <span>
              {ruleWords(rule)} · {finding.organizationName}
            </span>
          </span>
        }
        actions={
          <>
            {about && (
              <ButtonLink href={about}>
                {subject.type === 'organization' ? 'Timeline' : `See the ${subject.type}`}
              </ButtonLink>
            )}
            <ButtonLink href="/findings">All findings</ButtonLink>
          </>
        }
      />
      <div className="grid grid-cols-1 gap-4">
        <FindingFacts
          finding={finding}
          subjectName={subjectName}
          aboutHref={about}
          now={now}
          zone={viewer.timeZone}
        />
        <div className="grid grid-cols-1 items-start gap-4 lg:grid-cols-[3fr_2fr]">
          <div className="grid min-w-0 grid-cols-1 gap-4">
            {finding.steps.length > 0 && (
              <Card>
                <CardHeader title="What to do" />
                <FindingSteps
                  steps={finding.steps.map((step) => ({
                    say: step.say,
                    copy: step.copy,
                    guide: step.guide && <GuideLink guide={step.guide} />,
                    act: step.act && (
                      <DeactivateStep
                        viewer={viewer}
                        address={{ organizationId: subject.organizationId, id: step.act.keyId }}
                        now={now}
                      />
                    ),
                  }))}
                />
              </Card>
            )}
            <Card>
              <CardHeader
                title="What it rests on"
                description="Each line leads to where its figures stand."
              />
              <EvidenceTable rows={finding.evidence} organizationId={subject.organizationId} data={data} />
              <h3 className="mt-4 text-sm font-semibold">What this cannot see</h3>
              <p className="text-ink-2 max-w-prose text-sm">{finding.cannotSee}</p>
            </Card>
          </div>
          <div className="grid min-w-0 grid-cols-1 gap-4">
            <Card>
              <CardHeader title="Where it stands" description={standsWords(finding, now, viewer.timeZone)} />
              {finding.note && (
                <p className="bg-sunk mb-3 max-w-prose rounded-md p-3 wrap-anywhere" dir="auto">
                  {finding.note}
                </p>
              )}
              {!mayJudge ? (
                <p className="text-ink-3 text-sm">{refusalSentence(viewer.role, 'judge_findings')}</p>
              ) : (
                <>
                  {states.length === 0 && (
                    <p className="text-ink-2 max-w-prose">
                      Its cause is gone. It opens by itself when the cause comes back.
                    </p>
                  )}
                  <JudgementForm
                    action={judge}
                    undo={takeBack}
                    finding={finding.id}
                    states={states}
                    days={silentDays(now)}
                    owner={finding.ownerEmail ?? (await getOwnEmail(viewer))}
                  />
                </>
              )}
            </Card>
            <Card>
              <CardHeader
                title="History"
                description="What happened to it, by itself and by people, the newest first."
              />
              <FindingEvents events={finding.events} zone={viewer.timeZone} />
            </Card>
          </div>
        </div>
        {known && (
          <RuleGuideCard
            rule={ruleWords(known)}
            guide={RULE_GUIDES[known]}
            learn={<GuideLink guide={GUIDE_OF_RULE[known]} />}
            actions={
              <>
                <ButtonLink size="sm" href={findingsHref({ ...DEFAULT_FINDINGS_VIEW, rule: known })}>
                  All of this rule
                </ButtonLink>
                <Link href={`/settings/findings#${known}`} className="text-accent leading-7 underline">
                  Its thresholds
                </Link>
              </>
            }
          />
        )}
      </div>
    </>
  )
}
