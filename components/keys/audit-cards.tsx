import Link from 'next/link'
import { classNames } from '@/components/ui/class-names'
import { AUDIT_CARDS } from '@/lib/domain/key-audit'
import type { KeySums } from '@/lib/domain/key-list'
import { keysHref, type KeysView } from './keys-view'
import { CARD_WORDS } from './prepare-keys'

/** Four counts over all keys; each shows its own, once more all of them. */
export function AuditCards({
  counts,
  idleDays,
  view,
}: {
  counts: KeySums['cards']
  idleDays: number
  view: KeysView
}) {
  return (
    <nav aria-label="Audit" className="grid grid-cols-2 gap-3 lg:grid-cols-4">
      {AUDIT_CARDS.map((card) => {
        const isCurrent = view.card === card
        const { title, explanation } = CARD_WORDS[card]
        const idle = `Active, and without use for ${idleDays === 1 ? 'a day' : `${idleDays} days`} or more.`
        return (
          <Link
            key={card}
            href={keysHref(view, { card: isCurrent ? undefined : card })}
            prefetch={false}
            scroll={false}
            aria-current={isCurrent ? 'true' : undefined}
            className={classNames(
              'hover:border-line-strong rounded-md border p-3 transition-colors duration-[120ms]',
              isCurrent ? 'border-accent bg-accent-soft' : 'bg-raised',
            )}
          >
            <span className="figures block text-xl font-semibold">{counts[card]}</span>
            <span className="block font-medium">{title}</span>
            <span className="text-ink-3 mt-0.5 block text-xs">{explanation ?? idle}</span>
          </Link>
        )
      })}
    </nav>
  )
}
