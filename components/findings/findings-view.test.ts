import { expect, it } from 'vitest'
import {
  DEFAULT_FINDINGS_VIEW,
  findingsHref,
  type FindingsView,
  isFilteredFindings,
  parseFindingsView,
} from './findings-view'

it('reads what it writes, defaults left out', () => {
  const view: FindingsView = {
    tab: 'silent',
    rule: 'leaked-key',
    severity: 'high',
    organization: 'o',
    key: 'k',
    after: 'cursor',
  }
  const href = findingsHref(view, { after: view.after })
  expect(href).toBe('/findings?tab=silent&severity=high&rule=leaked-key&organization=o&key=k&after=cursor')
  expect(parseFindingsView(Object.fromEntries(new URLSearchParams(href.split('?')[1])))).toEqual({
    view,
    problems: [],
  })
  expect(findingsHref(DEFAULT_FINDINGS_VIEW)).toBe('/findings')
  expect(parseFindingsView({})).toEqual({ view: DEFAULT_FINDINGS_VIEW, problems: [] })
})

it('begins anew with whatever changes', () => {
  expect(findingsHref({ ...DEFAULT_FINDINGS_VIEW, after: 'cursor' }, { tab: 'resolved' })).toBe(
    '/findings?tab=resolved',
  )
})

it('leaves out what it does not understand, and says so', () => {
  const asked = { tab: 'gone', rule: 'x', severity: ['high', 'low'], organization: 'a\u0000', key: 'k' }
  const { view, problems } = parseFindingsView(asked)
  expect(view).toEqual({ ...DEFAULT_FINDINGS_VIEW, key: 'k' })
  expect(problems).toHaveLength(4)
  expect(isFilteredFindings(view)).toBe(true)
  expect(isFilteredFindings({ ...DEFAULT_FINDINGS_VIEW, tab: 'silent' })).toBe(false)
})
