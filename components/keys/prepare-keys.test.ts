import { describe, expect, it } from 'vitest'
import { day } from '@/lib/domain/day'
import { auditKey } from '@/lib/domain/key-audit'
import type { Key, KeySums } from '@/lib/domain/key-list'
import { nano, zero } from '@/lib/domain/money'
import { keyHref, keysHref, parseKeysView, sortedBy } from './keys-view'
import { lastUsedWords, prepareKeys } from './prepare-keys'
import { sparkPath } from './spark-path'

const NOW = new Date('2026-11-22T10:30:00Z')
const facts = {
  name: 'billing',
  flag: 'active',
  createdAt: new Date('2026-03-10T08:00:00Z'),
  expiresAt: null,
  firstUsedOn: day('2026-04-01'),
  lastUsedOn: day('2026-11-20'),
  knownSince: day('2026-03-03'),
  knownUntil: day('2026-11-22'),
  ownerGone: false,
}
const key: Key = {
  ...facts,
  organizationId: 'org',
  organizationName: 'Org',
  readOnly: true,
  id: 'apikey/1',
  isListed: true,
  status: 'active',
  goneAt: null,
  workspaceId: null,
  workspaceName: null,
  hint: null,
  creatorType: 'user',
  creatorId: 'user_1',
  creatorName: 'Ada',
  creatorEmail: 'ada@example.com',
  owner: 'ada@example.com',
  isOwnerAssigned: false,
  purpose: null,
  application: null,
  environment: null,
  costCentre: null,
  tags: [],
  total: nano(9_000_000_000n),
  spend: nano(3_000_000_000n),
  before: nano(2_000_000_000n),
  usedInRange: true,
  quality: 'billed',
  audit: auditKey({ ...facts, gone: false, lifetime: nano(9_000_000_000n) }, NOW),
}
const sums: KeySums = {
  keys: 1,
  matching: 1,
  matchingSpend: nano(3_000_000_000n),
  cards: { idle: 0, never_expires: 1, owner_gone: 0, experiment: 0 },
  keysSpend: nano(3_000_000_000n),
  withoutKey: nano(1_000_000_000n),
  unattributed: zero,
  remainders: [],
  hasEstimates: false,
  billed: nano(4_000_000_000n),
  ownerlessSpend: zero,
  ownerless: 0,
  idleDays: 60,
  withoutKeyTotal: zero,
  unattributedTotal: zero,
  missingNow: 0,
  missingBefore: 0,
  knownSince: day('2026-03-03'),
  organizations: 1,
  workspaces: [],
  owners: [],
}
const line = (change: Partial<Key> = {}, of: Partial<KeySums> = {}) =>
  prepareKeys([{ ...key, ...change }], { ...sums, ...of }, { preset: '30d' }).lines[0]

describe('a line', () => {
  it('shows what is billed, its share and how it changed', () => {
    expect(line()).toMatchObject({
      href: '/keys/org/apikey%2F1',
      share: '75\u202f%',
      change: { words: '+$1.00, +50\u202f%', isRise: true },
      quality: null,
      dim: false,
      owner: { words: 'Ada', note: 'created it' },
    })
    expect(line({ before: zero })?.change?.words).toBe('+$3.00')
  })

  it('compares nothing with a hole, and makes no zero of what nobody told', () => {
    expect(line({}, { missingBefore: 1 })?.change).toBeNull()
    expect(line({ spend: null })).toMatchObject({ spend: null, share: '–', change: null, dim: false })
    expect(line({ spend: zero, usedInRange: false })).toMatchObject({ dim: true })
  })

  it('names who left', () => {
    expect(line({ owner: null, creatorName: null, creatorEmail: null })?.owner).toEqual({
      words: 'Nobody',
      note: 'whoever created it left',
    })
    expect(line({ ownerGone: true })?.owner.note).toBe('no longer a member')
  })

  it('names each remainder by what it was billed for, and those of days that are read again as one', () => {
    expect(prepareKeys([], sums, { preset: '30d' }).foot.remainders).toEqual([])
    const remainder = (costType: string | null, dollars: bigint, isReadAgain = false) => ({
      ...{ costType, isReadAgain },
      amount: nano(dollars * 1_000_000_000n),
    })
    const { remainders } = prepareKeys(
      [],
      {
        ...sums,
        remainders: [
          remainder('code_execution', 9n),
          remainder('tokens', 8n),
          remainder('storage_of_tomorrow', 7n),
          remainder(null, 6n),
          remainder('tokens', 5n, true),
          remainder('web_search', 4n, true),
        ],
      },
      { preset: '30d' },
    ).foot
    expect(remainders.map(({ name, amount }) => `${name} ${amount.text}`)).toEqual([
      'Code execution $9.00',
      'Tokens without usage to hang on $8.00',
      'Storage of tomorrow $7.00',
      'Cost of no named kind $6.00',
      'Of days that are read again $9.00',
    ])
  })

  it('tells the last digit where cents alone would not add up', () => {
    const amounts = {
      keysSpend: nano(1_004_000_000n),
      withoutKey: nano(4_000_000n),
      billed: nano(1_008_000_000n),
    }
    const { foot } = prepareKeys([], { ...sums, ...amounts }, { preset: '30d' })
    expect([foot.keys, foot.withoutKey, foot.billed]).toMatchObject([
      { text: '$1.00', exact: '1.004' },
      { text: '< $0.01', exact: '0.004' },
      { text: '$1.01', exact: '1.008' },
    ])
    expect(prepareKeys([], sums, { preset: '30d' }).foot.billed.exact).toBeNull()
  })
})

describe('last use', () => {
  const rest = { lastUsedOn: null, since: day('2026-03-03'), from: 'first_known_day', days: 10 } as const
  it('is never a bare never', () => {
    expect(lastUsedWords(rest).title).toBe('No use since 3 Mar 2026, the first day known')
    expect(lastUsedWords({ ...rest, from: 'creation' }).title).toBe(
      'No use since 3 Mar 2026, the day it was created',
    )
    expect(lastUsedWords({ ...rest, since: null, from: null }).words).toBe('Not known')
    expect(lastUsedWords({ ...rest, lastUsedOn: day('2026-01-01') }).words).toBe('1 Jan 2026 or later')
    expect(lastUsedWords({ ...rest, lastUsedOn: day('2026-03-02'), from: 'use' }).words).toBe('2 Mar 2026')
  })
})

describe('the address', () => {
  it('holds all of a view and nothing that is usual', () => {
    const asked = {
      range: '90d',
      status: 'active',
      owner: 'a b@x',
      q: '"<',
      card: 'idle',
      sort: '-total',
      page: '3',
      picked: 'apikey_1,apikey_2',
    }
    const { view, problems } = parseKeysView(asked)
    expect(problems).toEqual([])
    const href = keysHref(view, { page: view.page })
    expect(Object.fromEntries(new URL(href, 'http://x').searchParams)).toEqual(asked)
    expect(keysHref(parseKeysView({}).view)).toBe('/keys')
    expect(keysHref(view, { status: undefined })).not.toContain('page')
  })

  it('says what it does not understand and shows the rest', () => {
    const { view, problems } = parseKeysView({
      q: ['a', 'b'],
      card: 'x',
      sort: 'colour',
      range: '5d',
      status: 'a\u0000',
    })
    expect(problems).toHaveLength(5)
    expect(keysHref(view)).toBe('/keys')
  })

  it('keeps what is ticked whatever else changes, each key once and a hundred at most', () => {
    const { view, problems } = parseKeysView({ picked: 'b,a,b', page: '2' })
    expect([view.picked, problems]).toEqual([['b', 'a'], []])
    expect(keysHref(view, { q: 'x' })).toBe('/keys?q=x&picked=b%2Ca')
    const many = Array.from({ length: 101 }, (_, index) => `key_${index}`)
    const cut = parseKeysView({ picked: many.join(',') })
    expect(cut.view.picked).toEqual(many.slice(0, 100))
    expect(cut.problems).toEqual(['At most 100 keys can be ticked at once.'])
    for (const picked of [['a', 'b'], ',', 'a\u0000'])
      expect(parseKeysView({ picked })).toMatchObject({
        view: { picked: [] },
        problems: ['“picked” cannot be what the address says.'],
      })
  })

  it('turns a column round, and leads to a key over the same days', () => {
    const { view } = parseKeysView({})
    expect(sortedBy(view, 'spend')).toEqual({ by: 'spend', descending: false })
    expect(sortedBy(view, 'name')).toEqual({ by: 'name', descending: false })
    expect(keyHref({ organizationId: 'o', id: 'a b' }, { preset: '7d' })).toBe('/keys/o/a%20b?range=7d')
  })
})

describe('the sparkline', () => {
  it('has no path where nothing was spent, and a bar for each day that was', () => {
    expect(sparkPath([0n, 0n])).toBeNull()
    expect(sparkPath([0n, 10n, 0n, 5n])).toBe('M22.5 22v-22h21.9v22zM67.5 22v-11h21.9v11z')
    expect(sparkPath([1_000_000n, 1n])).toContain('v-1h')
  })
})
