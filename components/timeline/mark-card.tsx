import { Card, CardHeader } from '@/components/ui/card'
import { addDays, type Day, earlier } from '@/lib/domain/day'
import { type NoteActions, MarkList } from './mark-list'
import type { NewNote, NoteSubject } from './note-dialog'
import type { PreparedMarks } from './prepare-marks'
import type { TimelineData } from './timeline-data'
import type { TimelineView } from './timeline-view'

/** Notes and events of the range, and the place to write one. */
export function MarkCard({
  marks,
  data,
  view,
  today,
  actions,
}: {
  marks: PreparedMarks
  data: TimelineData
  view: TimelineView
  today: Day
  actions: NoteActions | null
}) {
  const { request } = data.timeline
  const day = earlier(today, addDays(request.range.to, -1))
  const about = subjectsOf(data, view)
  const isOfOneKey = about.some(({ value }) => value.includes(' '))
  const fresh: NewNote = {
    ...{ id: null, text: '', day, untilDay: day, data: request.data ?? 'real', about },
    subject: (isOfOneKey && about.find(({ value }) => value.includes(' '))?.value) || '',
  }
  return (
    <Card>
      <div id="notes-and-events" className="scroll-mt-20">
        <CardHeader
          title="Notes and events"
          description="What people wrote about these days and what happened on them, the newest first: the marks above the bars."
        />
      </div>
      <MarkList marks={marks.list} actions={actions} fresh={fresh} />
      {marks.more > 0 && (
        <p className="text-ink-2 mt-2 text-sm">
          And {marks.more} more: choose fewer days or kinds to see them.
        </p>
      )}
    </Card>
  )
}

/** Everything, each organisation where there are several, and the one key the view is about. */
function subjectsOf({ organizations, filterNames }: TimelineData, view: TimelineView): NoteSubject[] {
  const [key, another] = view.filters.key ?? []
  const [organization] = view.filters.organization ?? []
  const owner = organization ?? (organizations.length === 1 ? organizations[0]?.id : undefined)
  const ofKey =
    key && another === undefined && owner
      ? [{ value: `${owner} ${key}`, label: `The key ${filterNames.get(`key:${key}`) ?? key}` }]
      : []
  const ofOrganizations =
    organizations.length > 1
      ? organizations.map(({ id, name }) => ({ value: id, label: `The organisation ${name}` }))
      : []
  return [{ value: '', label: 'Everything' }, ...ofKey, ...ofOrganizations]
}
