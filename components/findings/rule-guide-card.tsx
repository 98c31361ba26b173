import type { ReactNode } from 'react'
import { Card, CardHeader } from '@/components/ui/card'
import type { RuleGuide } from '@/lib/domain/findings/rule-guide'

/** What the rule behind a finding is about. */
export function RuleGuideCard({
  rule,
  guide: { means, comesAbout, cases, cannotSee },
  learn,
  actions,
}: {
  rule: string
  guide: RuleGuide
  /** Leads to the guide about it. */
  learn: ReactNode
  actions: ReactNode
}) {
  return (
    <Card>
      <CardHeader title={`About this rule: ${rule}`} description={means} actions={actions} />
      <div className="flex max-w-prose flex-col gap-3">
        <Part title="How it comes about">
          <p>{comesAbout}</p>
        </Part>
        {cases.length > 0 && (
          <Part title="It happened">
            <ul className="list-disc pl-5">
              {cases.map(({ what, source }) => (
                <li key={what}>
                  {what} <span className="text-ink-3 text-sm">({source})</span>
                </li>
              ))}
            </ul>
          </Part>
        )}
        <Part title="What the rule cannot see">
          <p>{cannotSee}</p>
        </Part>
        <p>Guide: {learn}</p>
      </div>
    </Card>
  )
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div>
      <h3 className="text-sm font-semibold">{title}</h3>
      <div className="text-ink-2">{children}</div>
    </div>
  )
}
