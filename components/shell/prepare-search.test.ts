import { describe, expect, it } from 'vitest'
import { DEFAULT_VIEW } from '@/components/timeline/timeline-view'
import { prepareSearch, textToAsk, type SearchFound, type SearchPlace } from './prepare-search'

const place: SearchPlace = {
  view: null,
  organizations: [{ id: 'org', name: 'Acme', source: 'analytics' }],
  role: 'owner',
}
const nothing: SearchFound = { plans: [], keys: [], workspaces: [], models: [], people: [], more: false }
const key = {
  id: 'apikey_1',
  name: 'billing-service',
  hint: 'sk-ant-api03-R2D...igAA',
  workspace: 'Production',
  organizationId: 'org',
  gone: false,
}
const person = {
  id: 'user_1',
  name: 'Ada Byron',
  email: 'ada@example.com',
  organizationId: 'org',
  gone: false,
  keyIds: ['a', 'b'],
  keyCount: 2,
  planIds: ['p1'],
}

function only(found: Partial<SearchFound>, text: string, at: Partial<SearchPlace> = {}) {
  const groups = prepareSearch(text, { ...nothing, ...found }, { ...place, ...at })
  const [group, ...others] = groups.filter(({ title }) => title !== 'Words' && title !== 'Guides')
  expect(others).toEqual([])
  return group?.options[0]
}

describe('prepareSearch', () => {
  it('lists every page without text, and those called so with it', () => {
    const [pages] = prepareSearch('  ', null, place)
    expect(pages?.options.map(({ name }) => name)).toContain('Tokens')
    const [hidden] = prepareSearch('', null, { ...place, role: 'viewer' })
    const left = hidden?.options.map(({ name }) => name)
    expect(left).toContain('Price catalogue')
    for (const name of ['Tokens', 'Enter a plan']) expect(left).not.toContain(name)
    expect(only({}, 'catal')).toMatchObject({ name: 'Price catalogue', href: '/plans/catalogue' })
    expect(only({}, 'timel')).toMatchObject({ href: '/', detail: 'g t' })
    expect(prepareSearch('zzz', nothing, place)).toEqual([])
  })

  it('leads to a page of its own, in the range that is shown', () => {
    expect(only({ keys: [key] }, 'bill')).toMatchObject({
      href: '/keys/org/apikey_1',
      detail: 'sk-ant-api03-R2D...igAA · Production',
    })
    const view = { ...DEFAULT_VIEW, choice: { preset: '7d' }, filters: { model: ['other'] } } as const
    expect(only({ keys: [key] }, 'igaa', { view })?.href).toBe('/keys/org/apikey_1?range=7d')
    expect(only({ models: ['claude-opus-5-5'] }, 'opus', { view })?.href).toBe(
      '/models/claude-opus-5-5?range=7d',
    )
    expect(only({ workspaces: [key] }, 'bill')?.href).toBe('/workspaces/org/apikey_1')
    expect(only({ plans: [{ id: 'p1', name: 'Max · ada', state: 'active' }] }, 'max')?.href).toBe('/plans/p1')
    expect(only({}, 'acme')?.href).toBe('/?organization=org')
  })

  it.each(['provisional', 'What does provisional mean?', 'what is “provisional”', 'What’s a provisional'])(
    'answers %s with where the word is explained',
    (text) => {
      expect(prepareSearch(text, nothing, place)).toEqual([
        {
          title: 'Words',
          options: [
            {
              id: 'word provisional',
              name: 'What does “Provisional” mean?',
              detail: null,
              href: '/learn/words#provisional',
            },
          ],
        },
      ])
    },
  )

  it('finds words by what else they are called, after all that has a name', () => {
    const groups = prepareSearch('workbench', nothing, place)
    expect(groups.map(({ title }) => title)).toEqual(['Words'])
    expect(groups[0]?.options[0]?.href).toBe('/learn/words#console')
    expect(prepareSearch('idle', nothing, place).map(({ title }) => title)).toEqual(['Pages', 'Words'])
    expect(prepareSearch('what does', nothing, place).some(({ title }) => title === 'Words')).toBe(false)
  })

  it('what was found for fewer letters is narrowed at once', () => {
    expect(prepareSearch('billx', { ...nothing, keys: [key] }, place)).toEqual([])
  })

  it('finds guides by what they answer, after what is one’s own', () => {
    const groups = prepareSearch('bill', { ...nothing, keys: [key] }, place)
    expect(groups.map(({ title }) => title)).toEqual(['API keys', 'Guides', 'Words'])
    const [guide] = prepareSearch('why did claude code bill my api key', nothing, place)
    expect(guide?.options).toMatchObject([{ href: '/learn/who-pays' }])
    expect(prepareSearch('', nothing, place)).toMatchObject([{ title: 'Pages' }])
  })

  it.each([
    ['why billed', 'who-pays'],
    ['Why was I charged twice?', 'reading-the-bill'],
    ['refund', 'reading-the-bill'],
    ['leak', 'leaked-key'],
    ['limit', 'spend-limits'],
    ['invoice', 'reading-the-bill'],
    ['receipt', 'reading-the-bill'],
    ['tax', 'reading-the-bill'],
    ['cheaper', 'plan-or-api'],
    ['tokens', 'api-keys'],
  ])('answers %s with a guide', (text, slug) => {
    const guides = prepareSearch(text, nothing, place).find(({ title }) => title === 'Guides')
    expect(guides?.options.map(({ href }) => href)).toContain(`/learn/${slug}`)
  })

  it('leads from a person to their keys, else their plan, else nowhere, and says so', () => {
    expect(only({ people: [person] }, 'ada')).toMatchObject({
      href: '/?group=key&key=a&key=b',
      detail: 'ada@example.com · the 2 keys they made',
    })
    expect(only({ people: [{ ...person, keyCount: 50 }] }, 'ada')?.detail).toContain('newest 2 of 50')
    const without = { ...person, keyIds: [], keyCount: 0 }
    expect(only({ people: [without] }, 'ada')).toMatchObject({ href: '/plans/p1' })
    expect(only({ people: [{ ...without, planIds: [] }] }, 'ada')).toMatchObject({ href: null })
  })

  it('asks about keys what their organisation can answer', () => {
    const legacy = { id: 'old', name: 'Old', source: 'legacy' } as const
    const organizations = [...place.organizations, legacy]
    expect(only({ people: [person] }, 'ada', { organizations })?.href).toBe(
      '/?group=key&key=a&key=b&organization=org',
    )
    const ofLegacy = { ...person, organizationId: 'old' }
    expect(only({ people: [ofLegacy] }, 'ada', { organizations })?.href).toBe(
      '/?group=key&key=a&key=b&organization=old',
    )
  })
})

describe('textToAsk', () => {
  it('never sends a whole key', () => {
    const whole = `sk-ant-api03-${'x'.repeat(80)}-igAA`
    expect(textToAsk(` ${whole} `)).toEqual({ text: 'igAA', wasKey: true })
    expect(textToAsk('sk-ant-api03-R2D...igAA')).toEqual({ text: 'sk-ant-api03-R2D...igAA', wasKey: false })
  })

  it('sends what the server takes', () => {
    expect(textToAsk('\u0000').text).toBe('')
    expect(textToAsk('y'.repeat(300)).text).toHaveLength(100)
  })
})
