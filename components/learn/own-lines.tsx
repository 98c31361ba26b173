import Link from 'next/link'
import { Badge } from '@/components/ui/badge'
import type { OwnLine, OwnQuality } from '@/lib/domain/guides/own-numbers'

const WORDS: Record<OwnQuality, string> = {
  billed: 'billed',
  estimated: 'estimated',
  provisional: 'provisional',
  entered: 'entered',
  counted: 'counted',
  unknown: 'not known',
}

/** Figures of the reader's own, each saying how it is known. */
export function OwnLines({ lines }: { lines: readonly OwnLine[] }) {
  return (
    <dl className="flex flex-col">
      {lines.map(({ what, value, quality, note, href }) => (
        <div
          key={what}
          className="grid grid-cols-[1fr_auto] items-baseline gap-x-4 border-b py-2 first:pt-0 last:border-b-0 last:pb-0"
        >
          <dt className="min-w-0 text-sm wrap-anywhere">
            {href ? (
              <Link href={href} className="text-accent hover:underline">
                {what}
              </Link>
            ) : (
              what
            )}
          </dt>
          <dd className="flex items-baseline gap-2 whitespace-nowrap">
            {value !== null && <span className="figures font-medium">{value}</span>}
            <Badge tone={quality === 'estimated' || quality === 'provisional' ? 'warn' : 'neutral'}>
              {WORDS[quality]}
            </Badge>
          </dd>
          {note && <dd className="text-ink-3 col-span-2 mt-0.5 text-xs">{note}</dd>}
        </div>
      ))}
    </dl>
  )
}
