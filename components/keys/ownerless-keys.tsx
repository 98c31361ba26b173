import Link from 'next/link'
import { type KeySums, NO_OWNER } from '@/lib/domain/key-list'
import { formatUsd } from '@/lib/format'
import { keysHref, type KeysView, unfiltered } from './keys-view'

/** How much of what keys cost has no owner today, over all keys whatever is filtered by. */
export function OwnerlessKeys({
  sums: { ownerless, ownerlessSpend, keysSpend },
  view,
  within,
}: {
  sums: Pick<KeySums, 'ownerless' | 'ownerlessSpend' | 'keysSpend'>
  view: KeysView
  within: string
}) {
  if (ownerless === 0 || view.owner === NO_OWNER) return null
  return (
    <p className="mb-3">
      <strong className="figures font-semibold">{formatUsd(ownerlessSpend).text}</strong> of{' '}
      <span className="figures">{formatUsd(keysSpend).text}</span> {within} has no owner:{' '}
      <Link
        href={keysHref({ ...unfiltered(view), organization: view.organization, owner: NO_OWNER })}
        prefetch={false}
        className="text-accent underline"
      >
        {ownerless === 1 ? 'one key' : `${ownerless} keys`} nobody owns
      </Link>
      .
    </p>
  )
}
