import { GLOSSARY, WORD_IDS, type WordId } from '@/lib/domain/glossary'

/** The whole glossary under its letters, each word with an address of its own. */
export function WordList() {
  const letters = Object.entries(byLetter())
  return (
    <>
      <nav aria-label="Letters" className="no-print mb-4 flex flex-wrap gap-1">
        {letters.map(([letter]) => (
          <a
            key={letter}
            href={`#${letter}`}
            className="text-accent hover:bg-sunk inline-flex size-8 items-center justify-center rounded-md border"
          >
            {letter}
          </a>
        ))}
      </nav>
      <div className="bg-raised rounded-md border px-4">
        {letters.map(([letter, ids]) => (
          <section
            key={letter}
            id={letter}
            aria-label={letter}
            className="scroll-mt-16 border-b py-4 last:border-b-0 sm:grid sm:grid-cols-[3rem_1fr]"
          >
            <h2 className="text-ink-3 text-lg font-semibold">{letter}</h2>
            <dl className="grid gap-3">
              {ids.map((id) => (
                <div
                  key={id}
                  id={id}
                  className="target:bg-accent-soft scroll-mt-20 gap-x-6 rounded-md target:-m-2 target:p-2 sm:grid sm:grid-cols-[14rem_1fr]"
                >
                  <dt className="font-medium">
                    <a href={`#${id}`} className="hover:underline">
                      {GLOSSARY[id].word}
                    </a>
                  </dt>
                  <dd className="text-ink-2 max-w-prose">{GLOSSARY[id].means}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </>
  )
}

function byLetter(): Record<string, WordId[]> {
  const letters: Record<string, WordId[]> = {}
  for (const id of WORD_IDS) (letters[GLOSSARY[id].word.charAt(0)] ??= []).push(id)
  return letters
}
