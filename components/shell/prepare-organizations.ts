import { DEFAULT_VIEW, viewHref, type TimelineView } from '@/components/timeline/timeline-view'

export interface ShellOrganization {
  id: string
  name: string
  /** Null: disconnected, its figures were kept. */
  source: 'analytics' | 'legacy' | null
}

export interface OrganizationMenuState {
  words: string
  /** Empty: there is nothing to choose between. */
  items: { label: string; note: string | null; href: string; current: boolean }[]
}

/** Which organisations the timeline is about, and how to choose others. `view` null: on a page that has none. */
export function prepareOrganizations(
  organizations: readonly ShellOrganization[],
  view: TimelineView | null,
): OrganizationMenuState {
  const chosen = view?.filters.organization ?? []
  const [only] = organizations
  if (!only) return { words: 'No organisation', items: [] }
  if (organizations.length === 1 && chosen.length === 0) return { words: only.name, items: [] }
  const { organization: _, ...others } = view?.filters ?? {}
  const to = (organization?: string[]) =>
    viewHref(view ?? DEFAULT_VIEW, { filters: organization ? { ...others, organization } : others })
  const named = organizations.find(({ id }) => id === chosen[0])
  return {
    words:
      chosen.length === 0
        ? 'All organisations'
        : chosen.length === 1
          ? (named?.name ?? 'Unknown organisation')
          : `${chosen.length} organisations`,
    items: [
      { label: 'All organisations', note: null, href: to(), current: view !== null && chosen.length === 0 },
      ...organizations.map(({ id, name, source }) => ({
        label: name,
        note: noteOf(id, name, source, organizations),
        href: to([id]),
        current: chosen.length === 1 && chosen[0] === id,
      })),
    ],
  }
}

/** What tells it from the others: two can have one name. */
function noteOf(
  id: string,
  name: string,
  source: ShellOrganization['source'],
  organizations: readonly ShellOrganization[],
): string | null {
  const twin = organizations.some((other) => other.name === name && other.id !== id)
  const notes = [...(twin ? [id] : []), ...(source === null ? ['disconnected, figures kept'] : [])]
  return notes.length > 0 ? notes.join(', ') : null
}
