import { describe, expect, it } from 'vitest'
import { day } from '@/lib/domain/day'
import { nano } from '@/lib/domain/money'
import { NO_USAGE } from '@/lib/domain/timeline'
import type { Metric } from '@/lib/domain/timeline-request'
import type { NamedRow } from '@/lib/queries/timeline'
import { timelineCsv } from './timeline-csv'

const row: NamedRow = {
  start: '2026-11-01',
  group: 'apikey_1',
  name: 'billing-service',
  pool: 'api',
  amount: nano(-1_234_567_891n),
  usage: { ...NO_USAGE, uncachedInput: 12n, cacheRead: 3n, requests: 4n },
  quality: 'billed',
}

function csv(rows: NamedRow[], metric: Metric = 'cost'): string {
  const range = { from: day('2026-11-01'), to: day('2026-11-02') }
  return timelineCsv({
    request: { range, bucket: 'day', group: 'key', basis: 'spread', metric, filters: {} },
    rows,
  })
}

describe('timelineCsv', () => {
  it('has a header, exact figures and one record a row', () => {
    expect(csv([row, { ...row, group: null, name: 'No key' }])).toBe(
      'start,group,name,pool,amount_usd,quality\r\n' +
        '2026-11-01,apikey_1,billing-service,api,-1.234567891,billed\r\n' +
        '2026-11-01,,No key,api,-1.234567891,billed\r\n',
    )
    expect(csv([row], 'tokens')).toContain(
      '\r\n2026-11-01,apikey_1,billing-service,api,12,0,0,3,0,0,billed\r\n',
    )
    expect(csv([row], 'requests')).toContain(',api,4,billed\r\n')
    expect(csv([])).toBe('start,group,name,pool,amount_usd,quality\r\n')
  })

  it('lets no name run as a formula, and leaves plain negative numbers alone', () => {
    const named = (name: string) => csv([{ ...row, name }]).split('\r\n')[1]
    expect(named('=1+1')).toContain(",'=1+1,")
    expect(named('+cmd')).toContain(",'+cmd,")
    expect(named('-2+3')).toContain(",'-2+3,")
    expect(named('@sum')).toContain(",'@sum,")
    expect(named('-41.20')).toContain(',-41.20,')
    expect(named('=a","b')).toContain(`,"'=a"",""b",`)
    expect(named('two\nlines')).toContain(',"two\nlines",')
    expect(named('Größe 大')).toContain(',Größe 大,')
  })
})
