import { DEFAULT_VIEW, parseView, type SearchParams, viewHref } from '@/components/timeline/timeline-view'
import type { RangeChoice } from '@/lib/domain/range'

/** What a text for Anthropic's support is about, all of it in the address. */
export interface SupportView {
  choice: RangeChoice
  /** Null: the only one there is, or none chosen yet. */
  organization: string | null
  /** Null: all of the organisation. */
  key: string | null
}

const MOST_TEXT = 200

/** What is not understood is left at its default and said in `problems`. */
export function parseSupportView(params: SearchParams): { view: SupportView; problems: string[] } {
  const { range, from, until } = params
  const { view, problems } = parseView({ range, from, until })
  const text = (name: 'organization' | 'key') => {
    const given = params[name]
    if (given === undefined || given === '') return null
    if (typeof given === 'string' && given.length <= MOST_TEXT && !given.includes('\u0000')) return given
    problems.push(`“${name}” cannot be what the address says.`)
    return null
  }
  return { view: { choice: view.choice, organization: text('organization'), key: text('key') }, problems }
}

/** The address of a text about these days, and where they are given, this organisation and this key. */
export function supportHref({ choice, organization = null, key = null }: Partial<SupportView> = {}): string {
  const href = viewHref(DEFAULT_VIEW, choice ? { choice } : {}, '/support')
  const params = new URLSearchParams(href.split('?')[1])
  if (organization !== null) params.set('organization', organization)
  if (organization !== null && key !== null) params.set('key', key)
  const text = params.toString()
  return text ? `/support?${text}` : '/support'
}
