import { DemoForm, type StoryChoice } from '@/components/first-run/demo-form'
import type { DemoActions } from '@/components/shell/demo-banner'
import { ActionButton } from '@/components/ui/action-button'
import { Badge } from '@/components/ui/badge'
import { ButtonLink } from '@/components/ui/button'
import { Card, CardHeader } from '@/components/ui/card'
import { More } from '@/components/ui/more'
import { Notice } from '@/components/ui/notice'
import { formatInstant } from '@/lib/format'

export interface ShownDemo {
  phase: 'none' | 'loading' | 'unfinished' | 'loaded'
  company: string | null
  asOf: Date | null
  failure: string | null
}

/** The told organisation beside the real ones: what it is, and how to come, look and go. */
export function DemoCard({
  demo,
  whatToSee,
  stories,
  mayManage,
  actions,
}: {
  demo: ShownDemo
  whatToSee: string | null
  stories: readonly StoryChoice[]
  mayManage: boolean
  actions: DemoActions
}) {
  const { phase, company, asOf, failure } = demo
  if (phase === 'none')
    return (
      <Card>
        <CardHeader
          title="Demo"
          description="A told organisation with plans, keys and a few surprises, kept apart from your own data and removed with one click."
        />
        {mayManage ? (
          <DemoForm action={actions.open} stories={stories} submitText="Look at a demo organisation" />
        ) : (
          <p className="text-ink-2">Admins and owners can load it.</p>
        )}
      </Card>
    )
  return (
    <Card>
      <CardHeader
        title={
          <>
            {company ?? 'Demo'} <Badge tone="warn">Demo</Badge>
          </>
        }
        description={
          asOf ? `A told story, as of ${formatInstant(asOf)}. It is not synced any more.` : undefined
        }
      />
      <div className="grid grid-cols-1 gap-3">
        {phase === 'unfinished' && <UnfinishedDemo failure={failure} />}
        {whatToSee && <p className="text-ink-2 max-w-prose">{whatToSee}</p>}
        {phase === 'loading' ? (
          <div>
            <ButtonLink href="/start?demo=opening">It is being told: see how far</ButtonLink>
          </div>
        ) : (
          <>
            <div className="flex flex-wrap gap-2">
              {phase === 'loaded' && (
                <ActionButton action={actions.lookAt} values={{ data: 'demo' }} size="md">
                  Look at the demo
                </ActionButton>
              )}
              {mayManage && (
                <ActionButton action={actions.remove} variant="quiet" size="md" pendingText="Removing">
                  Remove the demo
                </ActionButton>
              )}
            </div>
            {mayManage && (
              <More summary="Tell another story, or this one up to today">
                <DemoForm
                  action={actions.open}
                  stories={stories}
                  initial={stories.find((story) => story.company === company)?.name}
                  submitText="Tell it"
                />
              </More>
            )}
          </>
        )}
      </div>
    </Card>
  )
}

/** What there is of it counts as a demo all the same. */
export function UnfinishedDemo({ failure }: { failure: string | null }) {
  return (
    <Notice tone="warning" title="The demo was not finished">
      {failure ?? 'Telling it was cut off.'} Your own data is as it was. Load it again, or remove what there
      is.
    </Notice>
  )
}
