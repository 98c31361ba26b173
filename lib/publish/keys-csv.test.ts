import { describe, expect, it } from 'vitest'
import { day } from '@/lib/domain/day'
import { auditKey } from '@/lib/domain/key-audit'
import type { Key, KeySums } from '@/lib/domain/key-list'
import { nano, zero } from '@/lib/domain/money'
import { keysCsv } from './keys-csv'

const facts = {
  ...{ flag: 'active', createdAt: new Date('2026-03-10T08:00:00Z'), expiresAt: null },
  ...{ firstUsedOn: day('2026-04-01'), lastUsedOn: day('2026-11-20') },
  ...{ knownSince: day('2026-03-03'), knownUntil: day('2026-11-22'), ownerGone: false },
}
const key = (change: Partial<Key>): Key => ({
  ...{
    ...facts,
    organizationId: 'org',
    organizationName: 'Org',
    readOnly: true,
    id: 'apikey_1',
    name: 'billing',
  },
  ...{ isListed: true, status: 'active', goneAt: null, workspaceId: null, workspaceName: null, hint: null },
  ...{ creatorType: null, creatorId: null, creatorName: null, creatorEmail: null, owner: null },
  ...{
    isOwnerAssigned: false,
    purpose: null,
    application: null,
    environment: null,
    costCentre: null,
    tags: [],
  },
  ...{ total: nano(9_000_000_001n), spend: nano(3_000_000_001n), before: zero, usedInRange: true },
  quality: 'billed',
  audit: auditKey(
    { ...facts, name: 'billing', gone: false, lifetime: zero },
    new Date('2026-11-22T10:30:00Z'),
  ),
  ...change,
})
const sums = {
  ...{ withoutKey: nano(5n), withoutKeyTotal: nano(6n), unattributed: zero, unattributedTotal: zero },
  hasLegacy: false,
} as KeySums

/** RFC 4180, read back. */
function parse(csv: string): string[][] {
  const rows: string[][] = [[]]
  for (let at = 0; at < csv.length;) {
    let cell = ''
    if (csv[at] === '"') {
      at += 1
      while (csv[at] !== '"' || csv[at + 1] === '"') {
        if (csv[at] === '"') at += 1
        cell += csv[at]
        at += 1
      }
      at += 1
    } else while (at < csv.length && csv[at] !== ',' && !csv.startsWith('\r\n', at)) cell += csv[at++]
    rows.at(-1)?.push(cell)
    if (csv[at] === ',') at += 1
    else {
      at += 2
      if (at < csv.length) rows.push([])
    }
  }
  return rows
}

const NAMES = [
  `it's "quoted", twice`,
  '</td><script>alert(1)</script>',
  '🦊 nightly 👩‍👩‍👧',
  'مفتاح الفوترة \u202Etxt.exe',
  'x'.repeat(200),
  'line\r\nbreak\tand tab',
  '=HYPERLINK("http://example.com";"x")',
  '+1-1',
  '-2+3',
  '@SUM(A1)',
  '\t=1+1',
  '',
]

describe('keysCsv', () => {
  it('gives every name back as it is, and none as a formula', () => {
    const rows = parse(
      keysCsv(
        NAMES.map((name) => key({ name, purpose: name, tags: [name] })),
        null,
      ),
    )
    expect(rows).toHaveLength(NAMES.length + 1)
    for (const [index, name] of NAMES.entries()) {
      const row = rows[index + 1] ?? []
      expect(row).toHaveLength(rows[0]?.length ?? 0)
      for (const cell of row) expect(cell).not.toMatch(/^\s*[=+@]|^\s*-\D|^\s*-\d.*[^\d.]/)
      expect(row[0]?.replace(/^'/, '')).toBe(name)
    }
  })

  it('keeps two keys of one name apart, with exact figures, and what nobody told empty', () => {
    const [header, first, second] = parse(
      keysCsv([key({ id: 'a' }), key({ id: 'b', spend: null, total: null, quality: null })], null),
    )
    const of = (row: string[] | undefined, column: string) => row?.[header?.indexOf(column) ?? -1]
    expect([of(first, 'id'), of(first, 'spend_usd'), of(first, 'total_usd')]).toEqual([
      'a',
      '3.000000001',
      '9.000000001',
    ])
    expect([of(second, 'id'), of(second, 'spend_usd'), of(second, 'quality')]).toEqual(['b', '', ''])
  })

  it('adds what has no key, so that the column adds up to the bill', () => {
    expect(keysCsv([], sums).split('\r\n')[1]).toMatch(/^"No key \(Console, Playground\)".*0\.000000005/)
    expect(keysCsv([], sums)).not.toContain('legacy')
    expect(keysCsv([], { ...sums, hasLegacy: true })).toContain('Not told by key (legacy reports)')
  })
})
