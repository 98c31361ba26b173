import { Card, CardHeader } from '@/components/ui/card'
import { Term } from '@/components/words/term'
import type { Caching } from '@/lib/domain/caching'
import { prepareCaching } from './prepare-caching'

/** What caching saved or wasted; nothing where nothing was cached. */
export function CachingCard({ caching }: { caching: Caching }) {
  const words = prepareCaching(caching)
  if (!words) return null
  return (
    <Card>
      <CardHeader title={<Term of="caching">Caching</Term>} description={words.sentence} />
      <dl>
        <dt className="text-ink-3 text-xs">{words.title}</dt>
        <dd className="figures text-lg font-semibold">{words.amount}</dd>
      </dl>
      <p className="text-ink-3 mt-2 max-w-prose text-xs">{words.notes.join(' ')}</p>
    </Card>
  )
}
