import Link from 'next/link'
import type { ReactNode } from 'react'
import { Card } from '@/components/ui/card'
import { Money } from '@/components/ui/money'
import { Term } from '@/components/words/term'
import { STAKE_WORDS } from '@/lib/domain/findings/finding-standing'
import { firstSeen, type StoredFinding } from '@/lib/domain/findings/stored-finding'
import { formatDay, formatInstant, formatUsd } from '@/lib/format'

/** What is at stake, and since when. */
export function FindingFacts({
  finding,
  subjectName,
  aboutHref,
  now,
  zone,
}: {
  finding: StoredFinding
  subjectName: string
  aboutHref: string | null
  now: Date
  zone: string | undefined
}) {
  const { atStake, lastDay, detectedAt, returns, subject } = finding
  const first = firstSeen(finding)
  const isAhead = lastDay > now.toISOString().slice(0, 10)
  const facts: [label: string, value: ReactNode][] = [
    [
      `About the ${subject.type}`,
      aboutHref ? (
        <Link href={aboutHref} prefetch={false} className="underline" dir="auto">
          {subjectName}
        </Link>
      ) : (
        <span dir="auto">{subjectName}</span>
      ),
    ],
    ['First seen', formatDay(first)],
    ...(lastDay !== first && !isAhead ? [['Last shown by', formatDay(lastDay)] as [string, string]] : []),
    ['Found', formatInstant(detectedAt, zone)],
    ...(returns > 0 ? [['Came back', returns === 1 ? 'once' : `${returns} times`] as [string, string]] : []),
  ]
  return (
    <Card className="flex flex-wrap items-start gap-x-10 gap-y-4">
      <div>
        <p className="text-ink-2 text-sm">
          <Term of="at-stake">At stake</Term>
        </p>
        <p className="text-2xl font-semibold">
          <Money parts={formatUsd(atStake.amount)} />
        </p>
        <p className="text-ink-3 text-sm">{STAKE_WORDS[atStake.means] ?? atStake.means}</p>
      </div>
      <dl className="grid grid-cols-[auto_1fr] content-start gap-x-4 gap-y-1">
        {facts.map(([label, value]) => (
          <div key={label} className="contents">
            <dt className="text-ink-2">{label}</dt>
            <dd className="wrap-anywhere">{value}</dd>
          </div>
        ))}
      </dl>
    </Card>
  )
}
