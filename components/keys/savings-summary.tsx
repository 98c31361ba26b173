import Link from 'next/link'
import { Badge } from '@/components/ui/badge'
import { More } from '@/components/ui/more'
import { Notice } from '@/components/ui/notice'
import type { KeySaving, KeyStop } from '@/lib/domain/key-saving'
import type { Nano } from '@/lib/domain/money'
import { formatDay, formatUsd } from '@/lib/format'
import { keyHref } from './keys-view'
import { savedWords } from './prepare-saving'

const MOST_SHOWN = 20

interface Stopped {
  organizationId: string
  id: string
  name: string
  stop: KeyStop
  saving: KeySaving
}

/** What stopping keys saved, over all of them; nothing before the first is two weeks old. */
export function SavingsSummary({ stops, saved }: { stops: readonly Stopped[]; saved: Nano }) {
  if (stops.length === 0) return null
  const keys = new Set(stops.map(({ organizationId, id }) => `${organizationId} ${id}`)).size
  return (
    <Notice
      tone="success"
      title={
        <>
          Stopping {keys === 1 ? 'a key' : `${keys} keys`} {savedWords(saved)}{' '}
          <Badge tone="warn">estimated</Badge>
        </>
      }
    >
      <More summary="How this is reckoned">
        <p className="max-w-prose">
          For each key that was stopped from here at least two weeks ago: what it cost a day in the 30 known
          days before, for every known day since, less what it still cost. What it would have cost nobody
          knows; its page shows the reckoning, and whether the work may have moved to another key.
        </p>
        <ul className="mt-2">
          {stops.slice(0, MOST_SHOWN).map(({ organizationId, id, name, stop, saving }) => (
            <li
              key={`${organizationId} ${id} ${stop.stoppedOn}`}
              className="flex max-w-prose justify-between gap-4 py-0.5"
            >
              <Link
                href={keyHref({ organizationId, id }, { preset: '30d' })}
                prefetch={false}
                className="min-w-0 underline"
              >
                <bdi>{name.trim() || '(no name)'}</bdi>
              </Link>
              <span className="whitespace-nowrap">
                {formatDay(stop.stoppedOn)} <span className="figures">{formatUsd(saving.saved).text}</span>
              </span>
            </li>
          ))}
        </ul>
        {stops.length > MOST_SHOWN && <p>And {stops.length - MOST_SHOWN} more, which are in the sum.</p>}
      </More>
    </Notice>
  )
}
