import type { Review, ReviewEvent } from '@/lib/domain/review'
import { DECISION_WORDS } from '@/lib/domain/review-words'
import { formatInstant } from '@/lib/format'

/** What was said of a review in words, newest first. */
export function prepareEvents(
  { events, lines }: Pick<Review, 'events' | 'lines'>,
  zone: string | undefined,
  nameOf: (email: string) => string,
): { id: string; words: string; origin: string }[] {
  const names = new Map(lines.map(({ id, subject }) => [id, subject.name]))
  return events.map((event) => {
    const about = event.lineId === null ? null : (names.get(event.lineId) ?? 'a line')
    return {
      id: event.id,
      words: [about, wordsOf(event, nameOf)].filter(Boolean).join(': '),
      origin: `${event.actorName}, ${formatInstant(event.at, zone)}`,
    }
  })
}

function wordsOf({ kind, decision, note, assignee }: ReviewEvent, nameOf: (email: string) => string): string {
  const quoted = note === null ? '' : ` “${note}”`
  const given = assignee === null ? '' : `, for ${nameOf(assignee)}`
  switch (kind) {
    case 'decided':
      return `${decision === null ? 'undecided' : DECISION_WORDS[decision]}${quoted}${given}`
    case 'noted':
      return note === null ? 'the note was taken away' : `a note:${quoted}`
    case 'assigned':
      return assignee === null ? 'nobody sees to it any more' : `${nameOf(assignee)} sees to it`
    case 'cleared':
      return 'the decision was taken back'
    case 'deactivated':
      return 'deactivated, confirmed by Anthropic'
    case 'carried':
      return 'came over from the review before'
    case 'signed':
      return `Signed${quoted}`
    case 'reopened':
      return 'Reopened'
  }
}
