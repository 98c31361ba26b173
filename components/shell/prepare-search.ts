import { keyHref } from '@/components/keys/keys-view'
import { DEFAULT_VIEW, viewHref, type TimelineView } from '@/components/timeline/timeline-view'
import { GLOSSARY, WORD_IDS } from '@/lib/domain/glossary'
import { GUIDE_SAYS, listGuides } from '@/lib/domain/guides/guide-titles'
import { type SpendSubject, subjectPath } from '@/lib/domain/spend-subject'
import type { TimelineFilters } from '@/lib/domain/timeline-request'
import { isAllowed, type Permission, type Role } from '@/lib/domain/viewer'
import type { ShellOrganization } from './prepare-organizations'
import { SECTIONS } from './sections'

/** What the server found; see lib/queries/search.ts. */
export interface SearchFound {
  plans: { id: string; name: string; state: string }[]
  keys: Entry<{ hint: string | null; workspace: string | null }>[]
  workspaces: Entry[]
  models: string[]
  people: Entry<{ email: string; keyIds: string[]; keyCount: number; planIds: string[] }>[]
  more: boolean
}

type Entry<More = object> = { id: string; name: string; organizationId: string; gone: boolean } & More

export interface SearchOption {
  /** Unique among all that are shown. */
  id: string
  name: string
  detail: string | null
  /** Null: known, but there is no page about it. */
  href: string | null
}

export interface SearchGroup {
  title: string
  options: SearchOption[]
}

export interface SearchPlace {
  /** What the timeline shows; null on another page. */
  view: TimelineView | null
  organizations: readonly ShellOrganization[]
  role: Role
}

/** `says`: what else somebody may call it. */
const OTHER_PAGES: { name: string; href: string; says: string; needs: Permission }[] = [
  { name: 'Enter a plan', href: '/plans/new', says: 'new subscription add', needs: 'edit_plans' },
  { name: 'Make a budget', href: '/budgets/new', says: 'limit alert new', needs: 'manage_budgets' },
  { name: 'Price catalogue', href: '/plans/catalogue', says: 'plan list', needs: 'read' },
  { name: 'Key rules', href: '/keys/rules', says: 'owner purpose tags pattern', needs: 'read' },
  { name: 'List prices', href: '/settings/prices', says: 'price models catalogue', needs: 'read' },
  { name: 'Restatements', href: '/restatements', says: 'revisions changed days', needs: 'read' },
  { name: 'Key settings', href: '/settings/keys', says: 'idle threshold days guard never', needs: 'read' },
  {
    name: 'Findings settings',
    href: '/settings/findings',
    says: 'thresholds rules alerts',
    needs: 'read',
  },
  {
    name: 'Alerts',
    href: '/settings/alerts',
    says: 'mail slack webhook notifications digest',
    needs: 'read',
  },
  {
    name: 'For Anthropic’s support',
    href: '/support',
    says: 'help ticket complaint',
    needs: 'read',
  },
  {
    name: 'Calculator',
    href: '/learn/calculator',
    says: 'learn tokens cost plan or api',
    needs: 'read',
  },
  { name: 'Sessions', href: '/settings/sessions', says: 'devices signed in', needs: 'read' },
  { name: 'Tokens', href: '/settings/tokens', says: 'rest api access', needs: 'manage_tokens' },
  { name: 'Words', href: '/learn/words', says: 'glossary terms meaning explain', needs: 'read' },
]

/** All that is called so, in groups: pages at once, the rest as far as it was found. Without text, every page. */
export function prepareSearch(text: string, found: SearchFound | null, place: SearchPlace): SearchGroup[] {
  const words = wordsOf(text)
  const has = (...parts: (string | null)[]) => hasAll(parts.join(' '), words)
  const pages: SearchOption[] = [
    ...SECTIONS.map(({ label, href, letter }) => ({ name: label, href, detail: `g ${letter}`, says: '' })),
    ...OTHER_PAGES.filter(({ needs }) => isAllowed(place.role, needs)).map((page) => ({
      ...page,
      detail: null,
    })),
  ]
    .filter(({ name, says }) => has(name, says))
    .map(({ name, href, detail }) => ({ id: `page ${href}`, name, detail, href }))
  if (words.length === 0) return [{ title: 'Pages', options: pages }]

  const filtered = filteredBy(place)
  const groups: SearchGroup[] = [
    { title: 'Pages', options: pages },
    {
      title: 'Organisations',
      options: place.organizations
        .filter(({ id, name }) => has(name, id))
        .map(({ id, name }) => ({
          id: `organization ${id}`,
          name,
          detail: id,
          href: filtered(null, null, { organization: [id] }),
        })),
    },
    {
      title: 'Plans',
      options: (found?.plans ?? [])
        .filter(({ id, name }) => has(name, id))
        .map(({ id, name, state }) => ({ id: `plan ${id}`, name, detail: state, href: `/plans/${id}` })),
    },
    {
      title: 'API keys',
      options: (found?.keys ?? [])
        .filter(({ id, name, hint }) => has(name, id, hint))
        .map((key) => ({
          id: `key ${key.organizationId} ${key.id}`,
          name: key.name,
          detail: joined(key.hint ?? key.id, key.workspace, key.gone && 'not in use'),
          href: keyHref(key, (place.view ?? DEFAULT_VIEW).choice),
        })),
    },
    {
      title: 'Workspaces',
      options: (found?.workspaces ?? [])
        .filter(({ id, name }) => has(name, id))
        .map(({ id, name, organizationId, gone }) => ({
          id: `workspace ${organizationId} ${id}`,
          name,
          detail: joined(id, gone && 'archived'),
          href: ownPage({ kind: 'workspace', organizationId, id }, place),
        })),
    },
    {
      title: 'Models',
      options: (found?.models ?? [])
        .filter((model) => has(model))
        .map((model) => ({
          id: `model ${model}`,
          name: model,
          detail: null,
          href: ownPage({ kind: 'model', id: model, data: 'real' }, place),
        })),
    },
    {
      title: 'People',
      options: (found?.people ?? [])
        .filter(({ id, name, email }) => has(name, email, id))
        .map((person) => ({
          id: `person ${person.organizationId} ${person.id}`,
          name: person.name,
          detail: joined(person.email, person.gone && 'left', leadWords(person)),
          href:
            person.keyIds.length > 0
              ? filtered('key', person.organizationId, { key: person.keyIds })
              : (person.planIds[0] ?? null) && `/plans/${person.planIds[0]}`,
        })),
    },
    {
      title: 'Guides',
      options: listGuides()
        .filter(({ slug, title, asks }) => asksFor([title, asks, GUIDE_SAYS[slug], 'guide learn'], words))
        .map(({ slug, title, asks }) => ({
          id: `guide ${slug}`,
          name: title,
          detail: asks,
          href: `/learn/${slug}`,
        })),
    },
  ]
  const explained: SearchGroup = { title: 'Words', options: wordOptions(text) }
  return [...groups, explained].filter(({ options }) => options.length > 0)
}

/** Of a question, what carries no meaning of its own. */
const FILLERS = new Set(
  'a am an and are can cannot did do does for get got has have how i in is it me my of on the to was what when where why with you'.split(
    ' ',
  ),
)

/** A question as somebody types it: "why was I billed twice?" is about "billed" and "twice". */
function asksFor(texts: readonly string[], words: readonly string[]): boolean {
  const bare = words.map((word) => word.replace(/[?!.,;:]+$/, '')).filter((word) => word !== '')
  const telling = bare.filter((word) => !FILLERS.has(word))
  return words.length > 0 && hasAll(texts.join(' '), telling.length > 0 ? telling : bare)
}

const MOST_WORDS = 6

/** Words of the glossary: "cache read", or the whole question, "What does cache read mean?". */
function wordOptions(text: string): SearchOption[] {
  const asked = wordsOf(
    text
      .toLowerCase()
      .replace(/^what(’s|'s| is| are| does| do)? (a |an |the )?/, '')
      .replace(/ means?\b.*$|\?/g, '')
      .replace(/[“”"]/g, ''),
  )
  if (asked.length === 0) return []
  return WORD_IDS.filter((id) => {
    const known = wordsOf(`${GLOSSARY[id].word} ${GLOSSARY[id].says}`.toLowerCase().replace(/[^\w-]+/g, ' '))
    return asked.every((word) => known.some((one) => one.startsWith(word)))
  })
    .slice(0, MOST_WORDS)
    .map((id) => ({
      id: `word ${id}`,
      name: `What does “${GLOSSARY[id].word}” mean?`,
      detail: null,
      href: `/learn/words#${id}`,
    }))
}

/** The page of one thing alone, over the days that are shown. */
function ownPage(subject: SpendSubject, { view }: SearchPlace): string {
  return viewHref(DEFAULT_VIEW, { choice: (view ?? DEFAULT_VIEW).choice }, subjectPath(subject))
}

/** Spend is not known per person, only per key: the words say what is opened instead. */
function leadWords({ keyIds, keyCount, planIds }: SearchFound['people'][number]): string {
  if (keyCount > keyIds.length) return `the newest ${keyIds.length} of ${keyCount} keys they made`
  if (keyCount > 0) return keyCount === 1 ? 'the key they made' : `the ${keyCount} keys they made`
  return planIds.length > 0 ? 'their plan' : 'made no key, holds no plan'
}

/**
 * The timeline about one thing alone, by name; its range and figures stay. Beside a legacy organisation the question is
 * narrowed to the organisation of what is asked about, so that what the other cannot give keeps nothing from being shown.
 */
function filteredBy({ view, organizations }: SearchPlace) {
  const isMixed = organizations.some(({ source }) => source === 'legacy')
  return (group: 'key' | null, organizationId: string | null, filters: TimelineFilters): string => {
    return viewHref(view ?? DEFAULT_VIEW, {
      all: false,
      ...(group && { group }),
      filters: isMixed && organizationId ? { ...filters, organization: [organizationId] } : filters,
    })
  }
}

function joined(...parts: (string | null | false)[]): string {
  return parts.filter(Boolean).join(' · ')
}

function wordsOf(text: string): string[] {
  return text.toLowerCase().split(/\s+/).filter(Boolean)
}

function hasAll(text: string, words: readonly string[]): boolean {
  const lower = text.toLowerCase()
  return words.every((word) => lower.includes(word))
}

/** What may leave the browser in an address: of a whole key that was pasted, only the end, which its hint shows too. */
export function textToAsk(text: string): { text: string; wasKey: boolean } {
  const asked = text.replace(/sk-ant-\S{24,}/g, (key) => key.slice(-4))
  return { text: asked.replaceAll('\u0000', '').trim().slice(0, 100), wasKey: asked !== text }
}
