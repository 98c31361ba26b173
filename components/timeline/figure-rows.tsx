'use client'

import { ArrowUpRight } from 'lucide-react'
import Link from 'next/link'
import { Badge } from '@/components/ui/badge'
import { figureCell } from './figure-cell'
import { MarkShape } from './mark-shape'
import type { BucketLine, GroupLine } from './prepare-lines'
import { Swatch } from './swatch'

// In the browser too, though nothing moves: so a page of lines travels as their words alone, not as markup told twice.

export function BucketRows({ lines }: { lines: readonly BucketLine[] }) {
  return lines.map(({ start, title, href, noteHref, total, figures, state }) => (
    <tr key={start}>
      <td>
        {href ? (
          <Link
            href={href}
            prefetch={false}
            scroll={false}
            title={`Open ${title}`}
            className="hover:underline"
          >
            {title}
          </Link>
        ) : (
          title
        )}
        {noteHref && (
          <a
            href={noteHref}
            title={`Add a note on ${title}`}
            className="no-print ml-2 inline-flex size-6 items-center justify-center align-middle opacity-60 hover:opacity-100 focus-visible:opacity-100"
          >
            <MarkShape kind="note" />
            <span className="sr-only">Add a note on {title}</span>
          </a>
        )}
      </td>
      {figureCell(total, 'total', 'font-medium')}
      {figures.map((figure, index) => figureCell(figure, index))}
      <td className={state?.isGap ? 'hatched' : undefined}>
        {state && (
          <span title={state.note ?? undefined}>
            <Badge tone={state.isPartial ? 'warn' : 'neutral'}>{state.words}</Badge>
          </span>
        )}
      </td>
    </tr>
  ))
}

export function GroupRows({ lines }: { lines: readonly GroupLine[] }) {
  return lines.map(({ id, color, pool, name, link, ownHref, figures, share, quality }) => (
    <tr key={id}>
      <td className="max-w-40 sm:max-w-80">
        <span className="flex min-w-0 items-center">
          <Swatch color={color} pool={pool} />
          {link ? (
            <Link
              href={link.href}
              prefetch={false}
              scroll={false}
              title={link.isTail ? undefined : `Only ${name}`}
              className={link.isTail ? 'truncate underline' : 'truncate hover:underline'}
            >
              {name}
            </Link>
          ) : (
            <span className="truncate" title={name}>
              {name}
            </span>
          )}
          {ownHref && (
            <Link
              href={ownHref}
              prefetch={false}
              aria-label={`Everything about ${name}`}
              title={`Everything about ${name}`}
              className="text-ink-3 hover:text-ink no-print ml-1 inline-flex size-6 shrink-0 items-center justify-center"
            >
              <ArrowUpRight aria-hidden className="size-3.5" />
            </Link>
          )}
        </span>
      </td>
      {figures.map((figure, index) => figureCell(figure, index))}
      <td className="text-ink-2">{share}</td>
      <td>
        <Badge>{quality}</Badge>
      </td>
    </tr>
  ))
}
