'use client'

import { BookOpen } from 'lucide-react'
import { ActionButton } from '@/components/ui/action-button'
import { ButtonLink } from '@/components/ui/button'
import type { FormAction } from '@/components/ui/form-outcome'
import { More } from '@/components/ui/more'
import { formatInstant } from '@/lib/format'
import { RefreshEvery } from './refresh-every'

export interface DemoActions {
  lookAt: FormAction<unknown>
  open: FormAction<unknown>
  remove: FormAction<unknown>
}

const LOADING_SECONDS = 2

/** The mark of everything told: whose it is not, and the ways out. Stays in print. */
export function DemoBanner({
  company,
  whatToSee,
  story,
  asOf,
  isOld,
  isLoading,
  hasReal,
  mayManage,
  actions,
}: {
  company: string
  whatToSee: string | null
  /** Name of the story, for telling it again. */
  story: string | null
  asOf: Date | null
  /** Told as of an earlier day. */
  isOld: boolean
  isLoading: boolean
  hasReal: boolean
  mayManage: boolean
  actions: DemoActions
}) {
  return (
    <aside aria-label="Demo" className="bg-warn-soft mb-5 flex gap-3 rounded-md p-3">
      <BookOpen aria-hidden className="text-warn mt-0.5 size-4 shrink-0" />
      <div className="min-w-0 flex-1">
        <p className="font-medium">You are looking at a told story: {company}. None of it is your money.</p>
        <p className="text-ink-2 text-sm">
          {isLoading
            ? 'It is still being told: more days appear by themselves.'
            : asOf && `Told as of ${formatInstant(asOf)}.`}
        </p>
        <div className="no-print mt-2 flex flex-wrap items-center gap-x-2 gap-y-1">
          {hasReal ? (
            <ActionButton action={actions.lookAt} values={{ data: 'real' }}>
              Show my own data
            </ActionButton>
          ) : (
            <ButtonLink href="/start" size="sm">
              Begin with my own data
            </ButtonLink>
          )}
          {mayManage && !isLoading && isOld && story && (
            <ActionButton action={actions.open} values={{ story }} pendingText="Beginning">
              Tell it up to today
            </ActionButton>
          )}
          {mayManage && !isLoading && (
            <ActionButton action={actions.remove} variant="quiet" pendingText="Removing">
              Remove the demo
            </ActionButton>
          )}
          {whatToSee && (
            <More summary="What to see in it">
              <p className="text-ink-2 max-w-prose text-sm">{whatToSee}</p>
            </More>
          )}
        </div>
      </div>
      {isLoading && <RefreshEvery seconds={LOADING_SECONDS} />}
    </aside>
  )
}
