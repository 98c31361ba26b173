import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { GLOSSARY, WORD_IDS, type WordId } from '@/lib/domain/glossary'

const ROOT = path.resolve(import.meta.dirname, '..', '..')

/** Not on a page of figures yet, or only in a guide: the list of words has them. */
const ONLY_LISTED: readonly WordId[] = ['auto-reload', 'entered', 'prepaid-credit']

function sources(folder: string): string[] {
  return readdirSync(path.join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file) && !/\.test\./.test(file))
    .map((file) => readFileSync(path.join(ROOT, folder, file), 'utf8'))
}

describe('the glossary', () => {
  const texts = [...sources('components'), ...sources('app')]
  const named = new Set(
    texts
      .filter((text) => /domain\/glossary|words\/term/.test(text))
      .flatMap((text) =>
        [...text.matchAll(/['"]([a-z0-9-]+)['"]|GLOSSARY\.(\w+)/g)].map((hit) => hit[1] ?? hit[2]),
      ),
  )

  it('has every word that a page explains', () => {
    const asked = texts.flatMap((text) =>
      [...text.matchAll(/<Term(?:Mark)?\s[^>]*?of="([^"]+)"/g)].map((hit) => hit[1]),
    )
    expect(asked.length).toBeGreaterThan(30)
    expect(asked.filter((id) => id === undefined || !Object.hasOwn(GLOSSARY, id))).toEqual([])
  })

  it('has no word that no page explains, but for those that only the list has', () => {
    expect(WORD_IDS.filter((id) => !named.has(id))).toEqual([...ONLY_LISTED].sort())
  })

  it.each(WORD_IDS.map((id) => [id, GLOSSARY[id]] as const))(
    'explains %s in a sentence or two',
    (_id, entry) => {
      expect(entry.means).toMatch(/^[A-Z].*\.$/)
      expect(entry.means.match(/[.?](\s|$)/g)?.length).toBeLessThanOrEqual(2)
      expect(entry.means.length).toBeLessThanOrEqual(240)
      expect(entry.means, 'amounts change; pages tell them').not.toMatch(/[$€]|\d\s?%/)
    },
  )

  it('stands in the order of the alphabet, each word once', () => {
    const words = WORD_IDS.map((id) => GLOSSARY[id].word)
    expect(words).toEqual([...words].sort((a, b) => a.localeCompare(b, 'en')))
    expect(new Set(words.map((word) => word.toLowerCase())).size).toBe(words.length)
  })
})
