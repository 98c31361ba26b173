import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { day } from '@/lib/domain/day'
import { GUIDE_SLUGS, type GuideSlug, guideText } from '@/lib/domain/guides/guide'
import { type GuideGround, PUBLISHED_IDS } from '@/lib/domain/guides/guide-ground'
import { listGuides } from '@/lib/domain/guides/guide-titles'
import { writeGuide } from '@/lib/domain/guides/guides'
import { nano } from '@/lib/domain/money'
import { catalogueEntryOn } from '@/lib/domain/plan-catalogue'
import type { PricedModel, TokenKind } from '@/lib/domain/pricing'
import { guideGround } from './guide-ground'
import { listCatalogueModels } from './price-book'

const ROOT = path.resolve(import.meta.dirname, '../..')
const TODAY = day('2026-11-22')
const GROUND = guideGround(TODAY)
const AMOUNT = /(?:[<>] )?−?\$\d+(?:,\d{3})*(?:\.\d+)?/g

const written = (slug: GuideSlug, ground: GuideGround = GROUND) => {
  const guide = writeGuide(slug, ground)
  const cases = guide.blocks.flatMap((block) => (block.kind === 'cases' ? block.items : []))
  const told = guide.blocks.filter(({ kind }) => kind !== 'cases')
  return { guide, cases, text: guideText({ ...guide, blocks: told }) }
}
const amountsIn = (text: string) => [...text.matchAll(AMOUNT)].map(([amount]) => amount.trim())

/** The same ground with one thing of it dearer. */
const withModel = (change: (model: PricedModel) => PricedModel): GuideGround => {
  const find: GuideGround['book']['find'] = (name) => {
    const found = GROUND.book.find(name)
    return found && { ...found, model: change(found.model) }
  }
  return { ...GROUND, book: { ...GROUND.book, find } }
}
const dearer = (amount: bigint, by: bigint) => amount + by
const dearerModel = (id: string, kinds: readonly TokenKind[], by: bigint) =>
  withModel((model) =>
    model.id !== id
      ? model
      : {
          ...model,
          periods: model.periods.map((period) => ({
            ...period,
            prices: Object.fromEntries(
              Object.entries(period.prices).map(([kind, price]) => [
                kind,
                price !== null && kinds.includes(kind as TokenKind) ? dearer(price, by) : price,
              ]),
            ) as typeof period.prices,
          })),
        },
  )
const dearerPlan = (
  code: string,
  cycle: string,
  field: 'listPrice' | 'apiCredit',
  by: bigint,
): GuideGround => ({
  ...GROUND,
  catalogue: GROUND.catalogue.map((entry) => {
    const amount = entry[field]
    return entry.code === code && entry.cycle === cycle && amount !== null
      ? { ...entry, [field]: nano(dearer(amount, by)) }
      : entry
  }),
})

/** Every single change of a price that guides speak of, by the id of its note's beginning. */
function changesOf(slug: GuideSlug): { what: string; ground: GuideGround }[] {
  const by = 7_310_000_000n
  const ids = writeGuide(slug, GROUND).prices.map(({ what }) => what)
  const models = listCatalogueModels().map(({ id }) => id)
  const kinds: Record<string, TokenKind> = {
    'uncached input': 'uncachedInput',
    'cache write, 5 minutes': 'cacheWrite5m',
    'cache write, 1 hour': 'cacheWrite1h',
    'cache read': 'cacheRead',
    output: 'output',
  }
  return ids.flatMap((what): { what: string; ground: GuideGround }[] => {
    const published = PUBLISHED_IDS.find((id) => GROUND.published[id].what === what)
    if (published) {
      const amount = nano(GROUND.published[published].amount + by)
      const changed = { ...GROUND.published[published], amount }
      return [{ what, ground: { ...GROUND, published: { ...GROUND.published, [published]: changed } } }]
    }
    const entry = GROUND.catalogue.find(
      (one) =>
        what.startsWith(`${one.name}, `) &&
        one === catalogueEntryOn(GROUND.catalogue, one.code, one.cycle, TODAY) &&
        (what.includes('API credit') || what.endsWith(one.cycle === 'monthly' ? 'month' : 'year')),
    )
    if (entry) {
      const field = what.includes('API credit') ? 'apiCredit' : 'listPrice'
      const ground = dearerPlan(entry.code, entry.cycle, field, by)
      return [{ what, ground }]
    }
    const kind = Object.keys(kinds).find((words) => what.endsWith(`, ${words}, a million tokens`))
    const family = /^(\w+) ([\d.]+),/.exec(what)
    if (kind && family) {
      const id = models.find((model) =>
        model.startsWith(`claude-${(family[1] ?? '').toLowerCase()}-${(family[2] ?? '').replace('.', '-')}`),
      )
      return [{ what, ground: dearerModel(id ?? '', [kinds[kind] ?? 'output'], by) }]
    }
    if (what.startsWith('Web search'))
      return [
        {
          what,
          ground: {
            ...GROUND,
            book: { ...GROUND.book, webSearchesPerThousand: GROUND.book.webSearchesPerThousand + by },
          },
        },
      ]
    if (what.startsWith('Batch'))
      return [
        { what, ground: { ...GROUND, book: { ...GROUND.book, batch: { numerator: 2n, denominator: 5n } } } },
      ]
    const twice = (held: GuideGround['book']['us']) =>
      held.map((one) => ({
        ...one,
        factor: { numerator: one.factor.numerator * 3n, denominator: one.factor.denominator },
      }))
    if (what.startsWith('Region'))
      return [{ what, ground: { ...GROUND, book: { ...GROUND.book, us: twice(GROUND.book.us) } } }]
    if (what.startsWith('Fast'))
      return [{ what, ground: { ...GROUND, book: { ...GROUND.book, fast: twice(GROUND.book.fast) } } }]
    throw new Error(`nothing is changed for ${what}`)
  })
}

describe.each(GUIDE_SLUGS)('the guide %s', (slug) => {
  it('says other words when any one price it speaks of changes, and notes that price anew', () => {
    const before = written(slug)
    expect(before.guide.prices.length).toBeGreaterThan(0)
    for (const { what, ground } of changesOf(slug)) {
      const after = written(slug, ground)
      expect(after.text, what).not.toBe(before.text)
      const note = (guide: typeof before.guide) => guide.prices.find((one) => one.what === what)?.amount
      expect(note(after.guide), what).not.toBe(note(before.guide))
    }
  })

  it('has each amount from the code, whatever the prices', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 90_000_000_000n }), (by) => {
        const ground: GuideGround = {
          ...withModel((model) => ({
            ...model,
            periods: model.periods.map((period) => ({
              ...period,
              prices: Object.fromEntries(
                Object.entries(period.prices).map(([kind, price]) => [
                  kind,
                  price === null ? null : price + by,
                ]),
              ) as typeof period.prices,
            })),
          })),
          catalogue: GROUND.catalogue.map((entry) => ({
            ...entry,
            listPrice: entry.listPrice === null ? null : nano(entry.listPrice + by),
          })),
        }
        const { guide, text } = written(slug, ground)
        for (const amount of amountsIn(text)) expect(guide.said).toContain(amount)
      }),
      { numRuns: 25 },
    )
  })

  it('dates each price and names its source, and has sources for the rest', () => {
    const { guide } = written(slug)
    for (const note of guide.prices) {
      expect(note.date, note.what).toMatch(/\d{4}/)
      expect(note.source.length, note.what).toBeGreaterThan(10)
    }
    expect(guide.sources.length).toBeGreaterThan(0)
  })

  it('gives the source of each case', () => {
    for (const { source } of written(slug).cases) {
      expect(source).toMatch(/#\d+|newsletter|r\/developer/)
    }
  })

  it('says so where a price is in no catalogue, instead of failing or writing zero', () => {
    const bare = { ...GROUND, catalogue: [], book: { ...GROUND.book, find: () => null } }
    const { text } = written(slug, bare)
    expect(text).not.toMatch(/\$0(?![.\d])|NaN|undefined/)
  })
})

it('no guide, page or example of them holds an amount that somebody typed', () => {
  const folders = ['lib/domain/guides', 'components/learn', 'app/learn']
  const files = folders.flatMap((folder) =>
    readdirSync(path.join(ROOT, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.tsx?$/.test(name) && !/\.test\./.test(name))
      .map((name) => path.join(folder, name)),
  )
  expect(files.length).toBeGreaterThan(12)
  const typed = files
    .filter((file) => !file.endsWith('guide-cases.ts'))
    .flatMap((file) =>
      [
        ...readFileSync(path.join(ROOT, file), 'utf8').matchAll(
          /^.*(?:\$\d|\d+(?:\.\d+)? ?(?:dollars?|cents?|USD)\b|NANO_PER_USD \* \d|parseUsd\().*$/gim,
        ),
      ]
        .map(([line]) => line)
        .filter((line) => !/^\s*(\/\/|\/?\*)/.test(line))
        .map((line) => `${file}: ${line.trim()}`),
    )
  expect(typed).toEqual([])
})

it('says since when a price is what it is, not when its plan was renamed or another price of the model changed', () => {
  const dates = new Map(
    GUIDE_SLUGS.flatMap((slug) => written(slug).guide.prices.map(({ what, date }) => [what, date])),
  )
  expect(dates.get('Max, a month')).toBe('since 1 Apr 2025')
  expect(dates.get('Max, API credit a month')).toBe('since 7 Oct 2026')
  expect(dates.get('Team Standard, a seat and month')).toBe('since 1 Jan 2026')
  expect(dates.get('Sonnet 5.5, cache read, a million tokens')).toBe('since 7 Oct 2026, as of 22 Nov 2026')
  expect(dates.get('Sonnet 5.5, output, a million tokens')).toBe('since its release, as of 22 Nov 2026')
})

it('reckons Anthropic’s own examples and those of break-even to the cent', () => {
  const bill = written('reading-the-bill').text
  for (const amount of ['$2,400', '$3,616.44', '$258.06', '$0.55']) expect(bill).toContain(`: ${amount}`)
  const choice = written('plan-or-api').text
  expect(choice).toContain('Light | $15 | $26 | $52 | $96')
  expect(choice).toContain('Medium | $51.75 | $87.50 | $175 | $318')
  expect(choice).toContain('Heavy | $156 | $262 | $524 | $948')
  expect(choice).toContain('Max saves $75 a month')
  expect(choice).toContain('Ultra costs $25 a month more')
  expect(choice).toContain('comes to $15: there Pro costs $5 a month more')
  const pools = written('three-pools').text
  expect(pools).toContain('$105 leave your account')
  for (const amount of ['it is $205', '$100, with $55 of the credit left', 'does not pay, $160'])
    expect(pools).toContain(amount)
})

it('each guide answers a question', () => {
  for (const { asks } of listGuides()) expect(asks).toMatch(/\?$/)
})
