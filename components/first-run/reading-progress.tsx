import { RefreshEvery } from '@/components/shell/refresh-every'
import { Card, CardHeader } from '@/components/ui/card'
import { Notice } from '@/components/ui/notice'
import { Progress } from '@/components/ui/progress'
import { formatCount } from '@/lib/format'

const REFRESH_SECONDS = 2

/** How far the first reading of an organisation is. */
export function ReadingProgress({
  organization,
  run,
  failure,
  synced,
}: {
  organization: string
  run: { daysDone: number; daysTotal: number; rows: bigint } | null
  failure: string | undefined
  /** Everything was read once. */
  synced: boolean
}) {
  return (
    <Card>
      <CardHeader title={organization} />
      {run ? (
        <Reading run={run} />
      ) : failure ? (
        <Notice tone="warning" title="Reading stopped">
          {failure} Onebill tries again by itself; what was read is kept.
        </Notice>
      ) : (
        <p className="text-ink-2">
          {synced ? 'Everything Anthropic keeps was read.' : 'Reading begins in a moment.'}
        </p>
      )}
      {(run || !synced) && <RefreshEvery seconds={REFRESH_SECONDS} />}
    </Card>
  )
}

function Reading({
  run: { daysDone, daysTotal, rows },
}: {
  run: { daysDone: number; daysTotal: number; rows: bigint }
}) {
  if (daysTotal === 0) return <p className="text-ink-2">Asking Anthropic how far back it goes…</p>
  const count = formatCount(rows)
  return (
    <>
      <Progress done={daysDone} total={daysTotal} label="Days read" />
      <p className="text-ink-2 figures mt-2 text-sm">
        {daysDone} of {daysTotal} days, <span title={count.title}>{count.text}</span> rows. Newest days first:
        you need not wait for it.
      </p>
    </>
  )
}
