'use client'

import { Check, CircleDashed, LoaderCircle, TriangleAlert } from 'lucide-react'
import Link from 'next/link'
import type { ReactNode } from 'react'
import { Badge } from '@/components/ui/badge'
import { classNames } from '@/components/ui/class-names'
import { Money } from '@/components/ui/money'
import { Term } from '@/components/words/term'
import { DECISION_WORDS } from '@/lib/domain/review-words'
import type { ShownLine } from './prepare-lines'
import { shownOf, type LineState } from './task-state'

/** A line of a review: its sentence and what stands; opened, what it rests on and what can be said. */
export function ReviewLine({
  line,
  state,
  isOpen,
  stage,
  me,
  nameOf,
  choose,
  children,
}: {
  line: ShownLine
  state: LineState
  isOpen: boolean
  stage: 'open' | 'signed' | 'preview'
  /** The name of whoever looks. */
  me: string
  nameOf: (email: string) => string
  choose: () => void
  /** What can be said and done, where it is open. */
  children: ReactNode
}) {
  const shown = shownOf(state)
  return (
    <li
      className={classNames(
        'border-b last:border-b-0',
        isOpen && 'bg-raised border-accent rounded-md border border-b',
      )}
    >
      <h3>
        <button
          type="button"
          id={`line-${line.id}`}
          aria-expanded={isOpen}
          aria-controls={`facts-${line.id}`}
          onClick={choose}
          className={classNames(
            'grid min-h-11 w-full scroll-mt-36 scroll-mb-52 grid-cols-[minmax(0,1fr)_auto] items-baseline gap-x-4 gap-y-0.5 rounded-md px-2 py-2 text-left',
            'sm:scroll-mb-8 sm:grid-cols-[6.5rem_minmax(0,1fr)_auto_11rem] sm:px-3',
            !isOpen && 'hover:bg-sunk',
          )}
        >
          <span className="text-ink-2 text-xs">{line.kind}</span>
          <span
            className={classNames(
              'wrap-anywhere max-sm:col-span-2 max-sm:row-start-2',
              isOpen && 'font-medium',
            )}
            dir="auto"
          >
            {line.sentence}
          </span>
          <span className="text-right max-sm:col-start-2 max-sm:row-start-1">
            {line.amount && <Money parts={line.amount} />}
          </span>
          <span className="max-sm:col-span-2 sm:text-right">
            {stage !== 'preview' && <Standing state={state} isSigned={stage === 'signed'} />}
            {shown.decision !== null && shown.decidedBy !== null && shown.decidedBy !== me && (
              <span className="text-ink-2 block text-xs wrap-anywhere max-sm:ml-2 max-sm:inline" dir="auto">
                {shown.decidedBy}
              </span>
            )}
            {shown.assignee !== null && (
              <span className="text-ink-2 block text-xs wrap-anywhere max-sm:ml-2 max-sm:inline">
                for {nameOf(shown.assignee)}
              </span>
            )}
          </span>
        </button>
      </h3>
      <div id={`facts-${line.id}`} hidden={!isOpen} className="px-2 pt-2 pb-4 sm:px-3 sm:pl-[8.25rem]">
        {isOpen && (
          <div className="flex flex-col gap-3">
            <Facts line={line} />
            {children}
          </div>
        )}
      </div>
    </li>
  )
}

function Standing({ state, isSigned }: { state: LineState; isSigned: boolean }) {
  const { decision, deactivatedAt } = shownOf(state)
  const mark = 'mr-1 size-3.5 shrink-0'
  if (state.problem)
    return (
      <Badge tone="warn">
        <TriangleAlert aria-hidden className={mark} /> Not saved
      </Badge>
    )
  if (decision === null)
    return (
      <span className="text-ink-3 inline-flex items-center text-xs">
        <CircleDashed aria-hidden className={mark} /> {isSigned ? 'Left open' : 'Undecided'}
      </span>
    )
  const words = DECISION_WORDS[decision]
  return (
    <Badge tone={deactivatedAt ? 'ok' : 'accent'}>
      {state.saving.length > 0 ? (
        <LoaderCircle aria-hidden className={classNames(mark, 'animate-spin')} />
      ) : (
        <Check aria-hidden className={mark} />
      )}
      {deactivatedAt ? 'Deactivated' : words}
      {state.saving.length > 0 && <span className="sr-only"> (being saved)</span>}
    </Badge>
  )
}

function Facts({
  line: { evidence, stops, carriedFrom, carriedTo, path, subjectName, isFinding },
}: {
  line: ShownLine
}) {
  return (
    <>
      {(carriedFrom ?? carriedTo) && (
        <p className="text-ink-2 text-sm">
          {carriedFrom && (
            <>
              <Term of="carried-over">Open since</Term>{' '}
              <Link href={`/review/${carriedFrom}`} prefetch={false} className="text-accent underline">
                {carriedFrom}
              </Link>
              .{' '}
            </>
          )}
          {carriedTo && (
            <>
              Asked again in{' '}
              <Link href={`/review/${carriedTo}`} prefetch={false} className="text-accent underline">
                {carriedTo}
              </Link>
              .
            </>
          )}
        </p>
      )}
      {evidence.length > 0 && (
        <dl className="max-w-2xl text-sm">
          {evidence.map(({ label, amount, text }, index) => (
            <div
              key={index}
              className="grid grid-cols-[minmax(0,1fr)_auto] gap-x-4 border-b py-1 last:border-b-0"
            >
              <dt className="wrap-anywhere" dir="auto">
                {label}
                {amount && text && <span className="text-ink-3"> · {text}</span>}
              </dt>
              <dd className="figures text-right">{amount ? <Money parts={amount} /> : text}</dd>
            </div>
          ))}
        </dl>
      )}
      {stops && <p className="text-ink-2 text-sm">{stops}</p>}
      <Link
        href={path}
        prefetch={false}
        aria-keyshortcuts="o"
        className="text-accent inline-flex min-h-11 w-fit max-w-full items-center wrap-anywhere underline sm:min-h-0"
      >
        Open {subjectName}
      </Link>
      {isFinding && (
        <p className="text-ink-2 text-sm">A decision here does not settle the finding: that is done there.</p>
      )}
    </>
  )
}
