import { describe, expect, it } from 'vitest'
import { readKey, type KeyStroke } from './prepare-shortcuts'
import { SECTIONS } from './sections'

const press = (key: string, more: Partial<KeyStroke> = {}, waitingSince: number | null = null) =>
  readKey({ key, modified: false, typing: false, at: 10_000, ...more }, waitingSince, SECTIONS)

describe('readKey', () => {
  it('opens search and help, and chooses ranges by their place in the menu', () => {
    expect(press('/').act).toEqual({ kind: 'search' })
    expect(press('?').act).toEqual({ kind: 'help' })
    expect(['1', '2', '7'].map((key) => press(key).act)).toEqual([
      { kind: 'range', preset: '7d' },
      { kind: 'range', preset: '30d' },
      { kind: 'range', preset: '12m' },
    ])
    for (const key of ['0', '8', '9', '12', 'x', 'Escape']) expect(press(key).act).toBeNull()
  })

  it('jumps after g, for a moment', () => {
    const { act, waitingSince } = press('g')
    expect(act).toBeNull()
    expect(press('p', { at: 11_000 }, waitingSince)).toEqual({
      act: { kind: 'go', href: '/plans' },
      waitingSince: null,
    })
    expect(press('p', { at: 11_501 }, waitingSince).act).toBeNull()
    expect(press('p').act).toBeNull()
  })

  it('a wrong letter after g ends the jump, and means what it means alone', () => {
    expect(press('x', {}, 9_900)).toEqual({ act: null, waitingSince: null })
    expect(press('/', {}, 9_900).act).toEqual({ kind: 'search' })
    expect(press('g', {}, 9_900).waitingSince).toBe(10_000)
    expect(press('Shift', {}, 9_900).waitingSince).toBe(9_900)
  })

  it('does nothing while somebody types, or for the keys of the browser', () => {
    for (const key of ['/', '?', '1', 'g']) {
      const nothing = { act: null, waitingSince: null }
      expect(press(key, { typing: true })).toEqual(nothing)
      expect(press(key, { modified: true })).toEqual(nothing)
    }
    expect(press('p', { modified: true }, 9_900).act).toBeNull()
  })

  it('every section has a letter of its own', () => {
    expect(new Set(SECTIONS.map(({ letter }) => letter)).size).toBe(SECTIONS.length)
    for (const { letter, href } of SECTIONS)
      expect(press(letter, {}, 9_900).act).toEqual({ kind: 'go', href })
  })
})
