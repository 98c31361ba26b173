import { ButtonLink } from '@/components/ui/button'
import { Notice } from '@/components/ui/notice'
import type { Day } from '@/lib/domain/day'
import type { RefusedTimeline } from '@/lib/domain/refused-timeline'
import { refuseCombination } from '@/lib/domain/timeline-refusals'
import { formatDays } from '@/lib/format'
import { prepareControls } from './prepare-controls'
import { prepareWaysOut } from './prepare-refused'
import { TimelineControls } from './timeline-controls'
import { TimelineNotices } from './timeline-notices'
import type { TimelineView } from './timeline-view'

/** What cannot be shown, why, and every choice around it as it was. */
export function RefusedScreen({
  sentence,
  refused,
  view,
  problems,
  today,
}: {
  sentence: string
  refused: RefusedTimeline
  view: TimelineView
  problems: readonly string[]
  today: Day
}) {
  const ways = prepareWaysOut(view, refused, today)
  const refusal = refuseCombination(refused.request, refused.sources, today, formatDays)
  return (
    <div className="flex flex-col gap-4">
      <TimelineNotices problems={problems} organizations={[]} told={[]} />
      <TimelineControls
        controls={prepareControls({
          ...{ view, today },
          ...{ request: refused.request, sources: refused.sources, organizations: refused.organizations },
          nameOf: (dimension, value) =>
            value === null
              ? 'no key (Console, Playground)'
              : (refused.filterNames.get(`${dimension}:${value}`) ?? value),
        })}
      />
      <Notice
        tone="warning"
        title="This cannot be shown"
        actions={ways.map(({ label, href }) => (
          <ButtonLink key={href} href={href} prefetch={false}>
            {label}
          </ButtonLink>
        ))}
      >
        {refusal?.sentence ?? sentence}
      </Notice>
    </div>
  )
}
