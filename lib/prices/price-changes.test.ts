import { describe, expect, it } from 'vitest'
import { day } from '@/lib/domain/day'
import { listPriceChanges } from '@/lib/domain/guides/price-changes'
import { nano } from '@/lib/domain/money'
import { guideGround } from './guide-ground'

const on = (text: string) => listPriceChanges(guideGround(day(text)))
const TODAY = '2026-11-22'

describe('what changed', () => {
  it('tells renamed plans, new credits and dearer or cheaper tokens with day and source, the newest first', () => {
    const changes = on(TODAY)
    const days = changes.map((change) => change.on)
    expect(days).toEqual(days.toSorted().toReversed())
    const said = changes.map((change) => `${change.on} ${change.sentence}`)
    expect(said).toContain('2026-10-11 Max 20x: now called Ultra')
    expect(said).toContain('2026-10-07 Max 5x: brings $100 API credit a month')
    expect(said).toContain('2026-10-07 Sonnet 5.5: cache read $0.20 → $0.10 a million tokens')
    expect(said).toContain('2026-01-01 Team Standard: list price $30 → $25 a seat and month')
    expect(said).toContain('2026-03-13 Opus 4.6: prompts over 200,000 tokens cost as much as others')
    expect(said).toContain('2026-10-15 Opus 5.5: fast mode at 2 times the price')
    for (const { source } of changes) expect(source.length).toBeGreaterThan(10)
  })

  it('tells nothing of days to come', () => {
    expect(on(TODAY).some(({ sentence }) => sentence.startsWith('Opus 4.8: no fast'))).toBe(false)
    expect(on('2026-12-01').some(({ sentence }) => sentence.startsWith('Opus 4.8: no fast'))).toBe(true)
  })

  it('grows by a line when a plan gets a new price', () => {
    const ground = guideGround(day(TODAY))
    const pro = ground.catalogue.find(({ code, cycle }) => code === 'pro' && cycle === 'monthly')
    if (!pro) throw new Error('no Pro')
    const dearer = {
      ...pro,
      listPrice: nano(23_000_000_000n),
      validFrom: day('2026-11-20'),
      source: 'A mail of today',
    }
    const changes = listPriceChanges({ ...ground, catalogue: [...ground.catalogue, dearer], models: [] })
    expect(changes[0]).toEqual({
      on: '2026-11-20',
      sentence: 'Pro: list price $20 → $23 a month',
      source: 'A mail of today',
    })
  })
})
