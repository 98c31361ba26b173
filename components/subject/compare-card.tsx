import Link from 'next/link'
import { Button } from '@/components/ui/button'
import { Card, CardHeader } from '@/components/ui/card'
import { InputField } from '@/components/ui/field'
import { Money } from '@/components/ui/money'
import type { SpendSubject } from '@/lib/domain/spend-subject'
import type { Nano } from '@/lib/domain/money'
import { formatUsd } from '@/lib/format'
import { subjectHref, type SubjectView } from './subject-view'

/** Choosing what to compare with: those that cost most, or what is looked for; a plain form, each answer a link. */
export function CompareCard({
  subject,
  view,
  noun,
  found,
}: {
  subject: SpendSubject
  view: SubjectView
  /** "key" */
  noun: string
  found: readonly { value: string; name: string; amount: Nano }[]
}) {
  const kept = new URL(subjectHref(subject, view), 'http://x')
  return (
    <Card>
      <CardHeader
        title={`Compare with another ${noun}`}
        actions={
          <Link
            href={subjectHref(subject, view)}
            prefetch={false}
            scroll={false}
            className="text-accent underline"
          >
            Close
          </Link>
        }
      />
      <form
        action={kept.pathname}
        method="get"
        role="search"
        aria-label={`Compare with another ${noun}`}
        className="mb-3 flex max-w-xl items-end gap-3"
      >
        {[...kept.searchParams].map(([name, value]) => (
          <input key={name} type="hidden" name={name} value={value} />
        ))}
        <div className="flex-1">
          <InputField
            key={view.find}
            label="Name or id"
            name="find"
            type="search"
            defaultValue={view.find ?? ''}
            maxLength={200}
          />
        </div>
        <Button type="submit">Look</Button>
      </form>
      {found.length === 0 ? (
        <p className="text-ink-2">No other {noun} is called so.</p>
      ) : (
        <ul className="max-w-xl">
          {found.map(({ value, name, amount }) => (
            <li key={value} className="border-b last:border-b-0">
              <Link
                href={subjectHref(subject, view, { compare: { with: 'other', value } })}
                prefetch={false}
                className="flex min-h-9 items-center justify-between gap-3 hover:underline"
              >
                <bdi className="min-w-0 truncate" title={name}>
                  {name}
                </bdi>
                <Money parts={formatUsd(amount)} />
              </Link>
            </li>
          ))}
        </ul>
      )}
    </Card>
  )
}
