import { DEFAULT_VIEW, parseView, type SearchParams, viewHref } from '@/components/timeline/timeline-view'
import { AUDIT_CARDS } from '@/lib/domain/key-audit'
import { KEY_SORTS, type KeyFilters, type KeySort } from '@/lib/domain/key-list'
import type { RangeChoice } from '@/lib/domain/range'

/** What the list of keys shows, all of it in the address. */
export interface KeysView extends KeyFilters {
  choice: RangeChoice
  organization: string | null
  sort: { by: KeySort; descending: boolean }
  page: number
  /** Ids of the keys that are ticked, on this page of the list or another. */
  picked: readonly string[]
}

/** An address that names more than these grows too long for some servers on the way. */
export const MOST_PICKED = 100

const DEFAULT_SORT = { by: 'spend', descending: true } as const

/** Names and dates begin with the first, figures with the largest. */
const DESCENDING: readonly KeySort[] = ['spend', 'total', 'change', 'created']

const TEXTS = ['status', 'workspace', 'owner', 'q', 'organization'] as const
const MOST_TEXT = 300

/** What is not understood is left at its default and said in `problems`. */
export function parseKeysView(params: SearchParams): { view: KeysView; problems: string[] } {
  const { range, from, until } = params
  const { view: timeline, problems } = parseView({ range, from, until })
  const text = (name: (typeof TEXTS)[number]): string | undefined => {
    const given = params[name]
    if (given === undefined || given === '') return undefined
    if (typeof given === 'string' && given.length <= MOST_TEXT && !given.includes('\u0000'))
      return given.trim() || undefined
    problems.push(`“${name}” cannot be what the address says.`)
    return undefined
  }
  const card = AUDIT_CARDS.find((known) => known === params.card)
  if (params.card !== undefined && params.card !== '' && !card) problems.push('There is no such card.')
  const view: KeysView = {
    choice: timeline.choice,
    organization: text('organization') ?? null,
    status: text('status'),
    workspace: text('workspace'),
    owner: text('owner'),
    q: text('q'),
    card,
    sort: parseSort(params.sort, problems),
    picked: parsePicked(params.picked, problems),
    page: typeof params.page === 'string' && /^[1-9]\d{0,4}$/.test(params.page) ? Number(params.page) : 1,
  }
  return { view, problems }
}

function parsePicked(given: string | string[] | undefined, problems: string[]): string[] {
  if (given === undefined || given === '') return []
  const ids = typeof given === 'string' ? [...new Set(given.split(','))].filter(Boolean) : []
  const isSound = ids.length > 0 && ids.every((id) => id.length <= MOST_TEXT && !id.includes('\u0000'))
  if (!isSound) problems.push('“picked” cannot be what the address says.')
  if (ids.length > MOST_PICKED) problems.push(`At most ${MOST_PICKED} keys can be ticked at once.`)
  return isSound ? ids.slice(0, MOST_PICKED) : []
}

function parseSort(given: string | string[] | undefined, problems: string[]): KeysView['sort'] {
  if (given === undefined) return DEFAULT_SORT
  const name = typeof given === 'string' ? given : ''
  const by = KEY_SORTS.find((sort) => sort === name.replace(/^-/, ''))
  if (!by) problems.push('Keys cannot be sorted as the address says.')
  return by ? { by, descending: name.startsWith('-') } : DEFAULT_SORT
}

/** The address of a view with changes, defaults left out; whatever changes but the page, the list begins anew. */
export function keysHref(view: KeysView, changes: Partial<KeysView> = {}, path = '/keys'): string {
  const next = { ...view, page: 1, ...changes }
  const params = new URLSearchParams(viewHref(DEFAULT_VIEW, { choice: next.choice }, '').slice(1))
  for (const name of [...TEXTS, 'card'] as const) if (next[name]) params.set(name, next[name])
  const { by, descending } = next.sort
  if (by !== DEFAULT_SORT.by || descending !== DEFAULT_SORT.descending)
    params.set('sort', `${descending ? '-' : ''}${by}`)
  if (next.page > 1) params.set('page', String(next.page))
  if (next.picked.length > 0) params.set('picked', next.picked.join(','))
  const text = params.toString()
  return text ? `${path}?${text}` : path
}

/** The page of one key, over the same days. */
export function keyHref(key: { organizationId: string; id: string }, choice: RangeChoice): string {
  const path = `/keys/${encodeURIComponent(key.organizationId)}/${encodeURIComponent(key.id)}`
  return viewHref(DEFAULT_VIEW, { choice }, path)
}

/** What a click on a column does: the same column again turns round. */
export function sortedBy(view: KeysView, by: KeySort): KeysView['sort'] {
  if (view.sort.by === by) return { by, descending: !view.sort.descending }
  return { by, descending: DESCENDING.includes(by) }
}

/** The whole list over the same days, in the same order, with the same keys ticked. */
export function unfiltered({ choice, sort, picked }: KeysView): KeysView {
  return { choice, organization: null, sort, page: 1, picked }
}

export function isFiltered(view: KeysView): boolean {
  return Boolean(view.status ?? view.workspace ?? view.owner ?? view.q ?? view.card ?? view.organization)
}
