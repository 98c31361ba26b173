import { describe, expect, it } from 'vitest'
import { DEFAULT_RETENTION } from '@/lib/domain/retention'
import { formatBytes, keptFor, prepareRetention, prepareStorage } from './prepare-storage'

describe('formatBytes', () => {
  it.each([
    [0n, '0 bytes'],
    [999n, '999 bytes'],
    [1_000n, '1.0 KB'],
    [9_949n, '9.9 KB'],
    [9_950n, '10 KB'],
    [999_499n, '999 KB'],
    [999_500n, '1.0 MB'],
    [12_300_000_000n, '12 GB'],
    [5_000_000_000_000_000n, '5000 TB'],
  ])('%s is %s', (bytes, text) => expect(formatBytes(bytes)).toBe(text))
})

it('names every kind, and says since when', () => {
  const [row] = prepareStorage([{ kind: 'facts', bytes: 2_000n, rows: 3n, since: '2026-01-01' }])
  expect(row).toMatchObject({ label: 'Hourly facts', size: '2.0 KB', rows: 3n, since: '2026-01-01' })
})

it('offers what may be chosen, with what holds now among it', () => {
  expect([null, 30, 90, 120, 365, 1095].map(keptFor)).toEqual([
    'for ever',
    '30 days',
    '90 days',
    '120 days',
    '1 year',
    '3 years',
  ])
  const fields = prepareRetention(DEFAULT_RETENTION)
  expect(fields.map(({ name, value }) => [name, value])).toEqual([
    ['facts', 'null'],
    ['revisions', 'null'],
    ['audit', 'null'],
    ['sync_runs', '90'],
  ])
  for (const { value, options } of fields) expect(options.map((option) => option.value)).toContain(value)
})
