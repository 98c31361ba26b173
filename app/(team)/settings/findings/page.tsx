import type { Metadata } from 'next'
import { prepareThresholds } from '@/components/findings/prepare-thresholds'
import { ThresholdForm } from '@/components/findings/threshold-form'
import { Badge } from '@/components/ui/badge'
import { ButtonLink } from '@/components/ui/button'
import { Card, CardHeader } from '@/components/ui/card'
import { PageHeader } from '@/components/ui/page-header'
import { requireViewer } from '@/lib/auth/viewer'
import { RULE_GUIDES } from '@/lib/domain/findings/rule-guide'
import { isAllowed, refusalSentence } from '@/lib/domain/viewer'
import { getChosenThresholds } from '@/lib/queries/finding-thresholds'
import { saveThresholds } from './actions'

export const metadata: Metadata = { title: 'Findings, settings' }

export default async function FindingSettingsPage() {
  const viewer = await requireViewer()
  const rules = prepareThresholds(await getChosenThresholds(viewer))
  const mayChange = isAllowed(viewer.role, 'manage_settings')
  return (
    <>
      <PageHeader
        title="Findings"
        description="What each rule counts as much, long or often. A change counts from the next sync on; what was found stays, and is resolved where it does not hold any more."
        actions={<ButtonLink href="/findings">Findings</ButtonLink>}
      />
      {!mayChange && (
        <p className="text-ink-3 mb-4 text-sm">{refusalSentence(viewer.role, 'manage_settings')}</p>
      )}
      <div className="grid max-w-3xl grid-cols-1 gap-4">
        {rules.map((rule) => (
          <div key={rule.rule} id={rule.rule} className="scroll-mt-20">
            <Card>
              <CardHeader title={rule.title} description={RULE_GUIDES[rule.rule].means} />
              {mayChange ? (
                <ThresholdForm action={saveThresholds} thresholds={rule} />
              ) : (
                <dl className="grid grid-cols-[1fr_auto] gap-x-4 gap-y-1">
                  {rule.lines.map(({ name, label, words, isChanged }) => (
                    <div key={name} className="contents">
                      <dt className="text-ink-2">{label}</dt>
                      <dd className="figures text-right">
                        {words} {isChanged && <Badge tone="accent">changed</Badge>}
                      </dd>
                    </div>
                  ))}
                </dl>
              )}
            </Card>
          </div>
        ))}
      </div>
    </>
  )
}
