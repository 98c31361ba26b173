import { describe, expect, it } from 'vitest'
import { DEFAULT_VIEW } from '@/components/timeline/timeline-view'
import { prepareOrganizations, type ShellOrganization } from './prepare-organizations'

const acme: ShellOrganization = { id: 'a', name: 'Acme', source: 'analytics' }
const old: ShellOrganization = { id: 'o', name: 'Old Company', source: null }
const filtered = (...organization: string[]) => ({
  ...DEFAULT_VIEW,
  filters: { model: ['m'], organization },
})

describe('prepareOrganizations', () => {
  it('names the only one, without a choice', () => {
    expect(prepareOrganizations([acme], DEFAULT_VIEW)).toEqual({ words: 'Acme', items: [] })
    expect(prepareOrganizations([], DEFAULT_VIEW)).toEqual({ words: 'No organisation', items: [] })
  })

  it('offers all and each, keeping everything else of the address', () => {
    const view = { ...filtered('a'), choice: { preset: '7d' } } as const
    const { words, items } = prepareOrganizations([acme, old], view)
    expect(words).toBe('Acme')
    expect(items.map(({ label, current }) => [label, current])).toEqual([
      ['All organisations', false],
      ['Acme', true],
      ['Old Company', false],
    ])
    expect(items.map(({ href }) => href)).toEqual([
      '/?range=7d&model=m',
      '/?range=7d&model=m&organization=a',
      '/?range=7d&model=m&organization=o',
    ])
    expect(items.map(({ note }) => note)).toEqual([null, null, 'disconnected, figures kept'])
    const twins = prepareOrganizations([acme, { ...acme, id: 'b' }], view)
    expect(twins.items.map(({ note }) => note)).toEqual([null, 'a', 'b'])
  })

  it('says what is chosen, also when it is not known or several', () => {
    expect(prepareOrganizations([acme, old], DEFAULT_VIEW).words).toBe('All organisations')
    expect(prepareOrganizations([acme, old], filtered('a', 'o')).words).toBe('2 organisations')
    const unknown = prepareOrganizations([acme], filtered('x'))
    expect(unknown.words).toBe('Unknown organisation')
    expect(unknown.items[0]?.href).toBe('/?model=m')
  })

  it('elsewhere nothing is marked, and every choice leads to the timeline', () => {
    const { items } = prepareOrganizations([acme, old], null)
    expect(items.some(({ current }) => current)).toBe(false)
    expect(items.map(({ href }) => href)).toEqual(['/', '/?organization=a', '/?organization=o'])
  })
})
