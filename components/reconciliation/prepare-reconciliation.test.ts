import { describe, expect, it } from 'vitest'
import { day } from '@/lib/domain/day'
import { nano, zero } from '@/lib/domain/money'
import {
  addUp,
  COST_KINDS,
  DIFFERENCE_COLUMNS,
  type Gap,
  type GapSum,
  type ReconciledDay,
} from '@/lib/domain/reconciliation'
import { reconciliationCsv } from '@/lib/publish/reconciliation-csv'
import {
  dayNotes,
  prepareDays,
  prepareGaps,
  prepareKinds,
  prepareUnpriced,
  usedColumns,
} from './prepare-reconciliation'
import { parseReconciliationView, reconciliationHref } from './reconciliation-view'

const usd = (dollars: number) => nano(BigInt(Math.round(dollars * 1e9)))
const VIEW = { choice: { preset: '30d' as const }, organization: null, page: 2 }

function reconciled(changes: Partial<ReconciledDay> = {}): ReconciledDay {
  return { ...addUp([]), day: day('2026-11-19'), isFinal: true, sources: ['analytics'], ...changes }
}

const gaps = new Map<Gap, GapSum>([
  ['discount', { amount: usd(-8), models: [] }],
  ['code_execution', { amount: usd(0.5), models: [] }],
  ['not_billed', { amount: usd(-1), models: ['claude-opus-5-5'] }],
  ['rounding', { amount: nano(7n), models: ['claude-fable-5-2'] }],
])
const differing = reconciled({
  billed: usd(91.5),
  priced: usd(100),
  difference: nano(usd(-8.5) + 7n),
  gaps,
})

describe('prepareReconciliation', () => {
  it('names each reason once, in one order, with what it is about', () => {
    expect(prepareGaps(differing).map(({ name, amount, models }) => [name, amount, models])).toEqual([
      ['Discounts', '−$8.00', ''],
      ['Code execution', '+$0.50', ''],
      ['Used but not billed', '−$1.00', 'claude-opus-5-5'],
      ['Rounding', '< +$0.01', 'claude-fable-5-2'],
    ])
  })

  it('a difference that is none is a dash, a small one is not', () => {
    const [line] = prepareDays([differing], DIFFERENCE_COLUMNS, VIEW)
    expect(line?.columns.map(({ text }) => text)).toEqual(['−$8.00', '–', '+$0.50', '–', '–', '–', '−$1.00'])
    expect(line).toMatchObject({ isQuiet: false, href: '/reconciliation?from=2026-11-19&until=2026-11-19' })
    expect(prepareDays([reconciled()], [], VIEW)).toMatchObject([{ isQuiet: true, difference: '–' }])
  })

  it('leaves out columns that say nothing of any day', () => {
    expect(usedColumns([reconciled(), differing])).toEqual(['discount', 'codeExecution', 'tokens'])
    expect(usedColumns([reconciled()])).toEqual([])
  })

  it('gives kinds that cannot be priced no price', () => {
    const sum = { billed: usd(2), priced: zero, difference: usd(2) }
    const none = { billed: zero, priced: zero, difference: zero }
    const kinds = { ...reconciled().kinds, session: sum, output: sum, webSearch: none }
    expect(COST_KINDS).toContain('session')
    expect(prepareKinds({ kinds }).map(({ name, priced }) => [name, priced?.text ?? null])).toEqual([
      ['Output', '$0.00'],
      ['Session time', null],
    ])
  })

  it('says in words what figures do not', () => {
    const open = { low: usd(1), high: usd(5), models: ['claude-haiku-5-5'] }
    const unpriced = [
      { model: 'x', why: 'model' as const, serviceTier: null, speed: null, tokens: 1500n, rows: 2 },
    ]
    const estimated = new Map([['claude-sonnet-5-7', 'claude-sonnet-5']])
    expect(dayNotes(reconciled({ isFinal: false, sources: ['legacy'], open, unpriced, estimated }))).toEqual([
      'not final: priced from use so far, estimated',
      'legacy reports',
      '1,500 tokens without a price',
      'claude-haiku-5-5: $1.00 to $5.00 by length of prompts',
      'claude-sonnet-5-7 priced as claude-sonnet-5, estimated',
    ])
    expect(dayNotes(reconciled())).toEqual([])
  })

  it('lists use without a price, the most tokens first, with the reason', () => {
    const one = { serviceTier: 'priority', speed: null, rows: 1 }
    const lines = prepareUnpriced([
      { ...one, model: 'a', why: 'model', tokens: 1n },
      { ...one, model: 'b', why: 'service_tier', tokens: 2n },
    ])
    expect(lines.map(({ model }) => model)).toEqual(['b', 'a'])
    expect(lines[0]?.why).toContain('Priority Tier')
  })

  it('is written to a CSV exactly, harmless in a spreadsheet', () => {
    const csv = reconciliationCsv([differing, reconciled({ isFinal: false })], () => ['=cmd()', 'two'])
    expect(csv).toBe(
      'day,state,source,billed_usd,at_list_price_usd,difference_usd,discount_usd,no_price_usd,code_execution_usd,session_usd,web_search_usd,other_usd,tokens_usd,notes\r\n' +
        "2026-11-19,closed,analytics,91.50,100.00,-8.499999993,-8.00,0.00,0.50,0.00,0.00,0.00,-0.999999993,'=cmd(); two\r\n" +
        "2026-11-19,estimated,analytics,0.00,0.00,0.00,0.00,0.00,0.00,0.00,0.00,0.00,0.00,'=cmd(); two\r\n",
    )
  })
})

describe('the address', () => {
  it('is understood as it is written', () => {
    const view = { choice: { preset: '90d' as const }, organization: 'a b', page: 3 }
    const href = reconciliationHref(view, { page: 3 })
    const params = Object.fromEntries(new URL(href, 'http://x').searchParams)
    expect(parseReconciliationView(params)).toEqual({ view, problems: [] })
    expect(reconciliationHref(VIEW)).toBe('/reconciliation')
  })

  it('says what it does not understand', () => {
    const { view, problems } = parseReconciliationView({ range: 'ever', organization: ['a', 'b'], page: '0' })
    expect(view).toEqual({ choice: { preset: '30d' }, organization: null, page: 1 })
    expect(problems).toHaveLength(3)
  })
})
