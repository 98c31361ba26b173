'use client'

import Link from 'next/link'
import { Money } from '@/components/ui/money'
import { Td } from '@/components/ui/table'
import { Term } from '@/components/words/term'
import type { BreakdownLine } from './prepare-breakdown'

/** In the browser too, though nothing moves: so they travel as their words alone, not as markup told twice. */
export function BreakdownRows({ lines }: { lines: readonly BreakdownLine[] }) {
  return lines.map(({ id, name, word, amount, share, href, isRemainder }) => (
    <tr key={id} className={isRemainder ? 'text-ink-3' : undefined}>
      <Td className="wrap-anywhere">
        {href ? (
          <Link href={href} prefetch={false} className="hover:underline">
            <bdi>{name}</bdi>
          </Link>
        ) : (
          <bdi>
            <Term of={word}>{name}</Term>
          </bdi>
        )}
      </Td>
      <Td numeric className="text-ink-2">
        {share}
      </Td>
      <Td numeric>
        <Money parts={amount} />
      </Td>
    </tr>
  ))
}
