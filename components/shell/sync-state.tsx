import { CircleAlert, CircleCheck, CircleDashed, LoaderCircle } from 'lucide-react'
import Link from 'next/link'
import { classNames } from '@/components/ui/class-names'
import { prepareSyncState, type SyncSituation } from './prepare-sync-state'
import { RefreshEvery } from './refresh-every'

const MARKS = {
  idle: { icon: CircleDashed, look: 'text-ink-3' },
  calm: { icon: CircleCheck, look: 'text-ink-3' },
  moving: { icon: LoaderCircle, look: 'text-accent animate-spin' },
  failing: { icon: CircleAlert, look: 'text-warn' },
} as const

const MOVING_SECONDS = 5
const RESTING_SECONDS = 60

export function SyncState({ situation, now, zone }: { situation: SyncSituation; now: Date; zone?: string }) {
  const { tone, words, detail } = prepareSyncState(situation, now, zone)
  const { icon: Icon, look } = MARKS[tone]
  return (
    <>
      <Link
        href="/settings/connections"
        title={detail}
        className={classNames(
          'hover:bg-sunk inline-flex h-9 min-w-0 items-center gap-1.5 rounded-md px-2 text-sm',
          tone === 'failing' ? 'text-warn' : 'text-ink-2',
        )}
      >
        <Icon aria-hidden className={classNames('size-4 shrink-0', look)} />
        <span className="truncate">{words}</span>
      </Link>
      {situation.connected > 0 && <RefreshEvery seconds={situation.run ? MOVING_SECONDS : RESTING_SECONDS} />}
    </>
  )
}
