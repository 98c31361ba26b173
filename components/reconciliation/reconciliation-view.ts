import { DEFAULT_VIEW, parseView, type SearchParams, viewHref } from '@/components/timeline/timeline-view'
import type { RangeChoice } from '@/lib/domain/range'

/** What the reconciliation shows, all of it in the address. */
export interface ReconciliationView {
  choice: RangeChoice
  organization: string | null
  page: number
}

/** What is not understood is left at its default and said in `problems`. */
export function parseReconciliationView(params: SearchParams): {
  view: ReconciliationView
  problems: string[]
} {
  const { range, from, until, organization, page } = params
  const { view: timeline, problems } = parseView({ range, from, until, page })
  const isText =
    typeof organization === 'string' && organization.length <= 300 && !organization.includes('\u0000')
  if (organization !== undefined && organization !== '' && !isText)
    problems.push('“organization” cannot be what the address says.')
  return {
    view: {
      choice: timeline.choice,
      organization: isText && organization !== '' ? organization : null,
      page: timeline.groupPage,
    },
    problems,
  }
}

/** The address of a view with changes; whatever changes but the page, the table begins anew. */
export function reconciliationHref(
  view: ReconciliationView,
  changes: Partial<ReconciliationView> = {},
  path = '/reconciliation',
): string {
  const { choice, organization, page } = { ...view, page: 1, ...changes }
  const params = new URLSearchParams(viewHref(DEFAULT_VIEW, { choice }, '').slice(1))
  if (organization !== null) params.set('organization', organization)
  if (page > 1) params.set('page', String(page))
  const text = params.toString()
  return text ? `${path}?${text}` : path
}
