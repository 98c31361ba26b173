import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { day } from '@/lib/domain/day'
import { nano } from '@/lib/domain/money'
import type { Detected } from './finding'
import { findingNotice } from './finding-notice'
import { followFinding, type HeldFinding, joinFindings } from './follow-finding'

const NOW = new Date('2026-11-20T09:00:00Z')
const HOUR = 3_600_000
const later = (hours: number) => new Date(NOW.getTime() + hours * HOUR)
const subject = { type: 'key', id: 'apikey_1', organizationId: 'org' } as const

function found(changes: Partial<Detected> = {}): Detected {
  return {
    ...{
      rule: 'leaked-key',
      subject,
      episode: day('2026-11-18'),
      lastDay: day('2026-11-20'),
      severity: 'medium',
    },
    ...{
      atStake: { amount: nano(5n), means: 'spent' },
      sentence: 'It cost $5.',
      evidence: [],
      cannotSee: 'Who.',
    },
    ...{ steps: [], ...changes },
  }
}

function held(changes: Partial<HeldFinding> = {}): HeldFinding {
  const { rule, episode, lastDay, severity } = found()
  return {
    ...{ rule, subject, episode, lastDay, severity, state: 'open', returns: 0 },
    ...{ goneAt: null, silentUntil: null, missed: null, ...changes },
  }
}

describe('following a finding', () => {
  it.each([
    ['nothing new', held(), found(), { happened: [], tell: null }],
    [
      'worse',
      held(),
      found({ severity: 'high' }),
      { happened: ['worsened'], tell: 'worsened', severity: 'high' },
    ],
    ['better', held(), found({ severity: 'low' }), { happened: ['eased'], tell: null, severity: 'low' }],
    ['gone', held(), null, { happened: ['gone'], tell: null, goneAt: NOW, state: 'open' }],
    ['still gone', held({ goneAt: later(-5) }), null, { happened: [], tell: null, goneAt: later(-5) }],
    [
      'back',
      held({ goneAt: later(-5), state: 'acknowledged', returns: 1 }),
      found(),
      { happened: ['returned'], tell: 'returned', goneAt: null, returns: 2, state: 'open' },
    ],
    [
      'worse, and acknowledged',
      held({ state: 'acknowledged' }),
      found({ severity: 'high' }),
      { happened: ['worsened'], tell: 'worsened', state: 'open' },
    ],
    ['resolved', held({ state: 'resolved' }), found(), { happened: [], tell: null, state: 'resolved' }],
    [
      'resolved and better: what it was then stays the measure',
      held({ state: 'resolved' }),
      found({ severity: 'low' }),
      { happened: [], tell: null, state: 'resolved', severity: 'medium' },
    ],
    [
      'resolved and worse',
      held({ state: 'resolved' }),
      found({ severity: 'high' }),
      { happened: ['worsened'], tell: 'worsened', state: 'open' },
    ],
    [
      'resolved, gone and back within a day',
      held({ state: 'resolved', goneAt: later(-20) }),
      found(),
      { happened: ['returned'], tell: null, state: 'resolved', goneAt: null },
    ],
    [
      'resolved, gone and back after a day between',
      held({ state: 'resolved', goneAt: later(-48) }),
      found(),
      { happened: ['returned'], tell: 'returned', state: 'open' },
    ],
    [
      'worse while snoozed',
      held({ state: 'snoozed', silentUntil: later(1) }),
      found({ severity: 'high' }),
      { happened: ['worsened'], tell: null, state: 'snoozed', severity: 'high' },
    ],
    [
      'back while expected',
      held({ state: 'expected', silentUntil: later(1), goneAt: later(-48) }),
      found(),
      { happened: ['returned'], tell: null, state: 'expected', goneAt: null },
    ],
    [
      'awake, with nothing missed',
      held({ state: 'snoozed', silentUntil: NOW }),
      found(),
      { happened: ['woke'], tell: null, state: 'open', silentUntil: null },
    ],
    [
      'awake, and worse since it slept',
      held({ state: 'snoozed', silentUntil: NOW, missed: 'worsened' }),
      found(),
      { happened: ['woke'], tell: 'worsened', state: 'open' },
    ],
    [
      'awake, and gone',
      held({ state: 'expected', silentUntil: NOW, missed: 'worsened' }),
      null,
      { happened: ['woke', 'gone'], tell: null, state: 'open', goneAt: NOW },
    ],
  ] as const)('%s', (_, before, now, expected) => {
    expect(followFinding(before, now, NOW)).toMatchObject(expected)
  })

  it('says nothing new the second time', () => {
    const severity = fc.constantFrom('high' as const, 'medium' as const, 'low' as const)
    const state = fc.constantFrom('open', 'acknowledged', 'snoozed', 'expected', 'resolved')
    const instant = fc.integer({ min: -72, max: 72 }).map(later)
    const before = fc.record({
      severity,
      state,
      returns: fc.nat(3),
      goneAt: fc.option(instant.map((at) => new Date(Math.min(at.getTime(), NOW.getTime())))),
    })
    fc.assert(
      fc.property(before, fc.option(severity), instant, (had, now, silentUntil) => {
        const isSilent = had.state === 'snoozed' || had.state === 'expected'
        const one = held({ ...(had as Partial<HeldFinding>), silentUntil: isSilent ? silentUntil : null })
        const detected = now && found({ severity: now })
        const after = followFinding(one, detected, NOW)
        const { severity: is, state: stands, returns, goneAt, silentUntil: until } = after
        const again = held({ severity: is, state: stands, returns, goneAt, silentUntil: until })
        expect(followFinding(again, detected, NOW)).toMatchObject({ ...after, happened: [], tell: null })
      }),
    )
  })

  it('names what is told by id, returns and severity', () => {
    const told = { tell: 'returned', severity: 'high', returns: 2 } as const
    expect(findingNotice('f1', found(), told, 'service')).toMatchObject({
      key: 'finding:f1:2:high',
      kind: 'finding_returned',
      content: {
        title: 'Key perhaps leaked: service',
        path: '/findings/f1',
        more: ['What cannot be seen: Who.'],
      },
    })
    expect(findingNotice('f1', found(), { ...told, tell: null }, 'service')).toBeNull()
  })
})

describe('joining detections to what is held', () => {
  it('keeps the name of an episode whose first days left', () => {
    const one = held({ episode: day('2026-11-10'), lastDay: day('2026-11-19') })
    expect(joinFindings([one], [found()])).toMatchObject([{ held: one, found: { episode: '2026-11-10' } }])
  })

  it('gives two detections in one old episode a name each', () => {
    const one = held({ episode: day('2026-11-10'), lastDay: day('2026-11-20') })
    const first = found({ episode: day('2026-11-11'), lastDay: day('2026-11-12') })
    expect(joinFindings([one], [found(), first])).toMatchObject([
      { held: one, found: { episode: '2026-11-10', lastDay: '2026-11-12' } },
      { held: null, found: { episode: '2026-11-18' } },
    ])
  })

  it('takes a month for itself, though the limit of the last ended the day before', () => {
    const limit = { rule: 'cap-run-rate', subject: { ...subject, type: 'organization' } } as const
    const november = held({ ...limit, episode: day('2026-11-01'), lastDay: day('2026-11-30') })
    const december = found({ ...limit, episode: day('2026-12-01'), lastDay: day('2026-12-01') })
    expect(joinFindings([november], [december])).toMatchObject([
      { held: null, found: { episode: '2026-12-01' } },
    ])
  })
})
