import { expect, it } from 'vitest'
import { day } from '@/lib/domain/day'
import type { Look } from '@/lib/domain/findings/finding'
import { aboutHref, lookHref } from './finding-href'

const look = (more: Partial<Look>): Look => ({
  from: day('2026-11-18'),
  to: day('2026-11-18'),
  bucket: 'day',
  ...more,
})

it.each<[string, Partial<Look>, string]>([
  [
    'one key, by the hour',
    { key: 'k/1', bucket: 'hour' },
    '/keys/org/k%2F1?from=2026-11-18&until=2026-11-18&bucket=hour',
  ],
  ['one workspace', { workspace: 'w' }, '/workspaces/org/w?from=2026-11-18&until=2026-11-18'],
  ['a plan', { plan: 'p' }, '/plans/p'],
  ['a person of Claude Code', { person: 'ada@example.com', product: 'claude_code' }, '/claude-code'],
  [
    'use without a key',
    { key: null },
    '/?from=2026-11-18&until=2026-11-18&group=model&key=&organization=org',
  ],
  [
    'a model on a key',
    { key: 'k', model: 'm' },
    '/?from=2026-11-18&until=2026-11-18&group=key&key=k&model=m&organization=org',
  ],
  ['everything', {}, '/?from=2026-11-18&until=2026-11-18&group=model&organization=org'],
])('%s', (_, more, address) => {
  expect(lookHref(look(more), 'org', 'real')).toBe(address)
})

it('asks for no more hours than a page shows, and for the story where it is told', () => {
  expect(lookHref(look({ key: null, bucket: 'hour', from: day('2026-11-11') }), 'o', 'demo')).toBe(
    '/?from=2026-11-11&until=2026-11-18&data=demo&group=model&key=&organization=o',
  )
  expect(lookHref(look({ key: null, bucket: 'hour', from: day('2026-11-12') }), 'o', 'real')).toContain(
    'bucket=hour',
  )
})

it('leads to what a finding is about, where that has a page', () => {
  const about = (type: 'key' | 'person' | 'model') =>
    aboutHref({ type, id: 'x', organizationId: 'o' }, 'real')
  expect(about('key')).toBe('/keys/o/x')
  expect(about('model')).toBe('/models/x')
  expect(about('person')).toBeNull()
})
