import { RefreshEvery } from '@/components/shell/refresh-every'
import { Card, CardHeader } from '@/components/ui/card'
import { Progress } from '@/components/ui/progress'
import { formatCount } from '@/lib/format'

const REFRESH_SECONDS = 1

/** How far a story is told. The page goes on by itself when it is. */
export function DemoOpening({
  company,
  run,
}: {
  company: string | null
  run: { daysDone: number; daysTotal: number; rows: bigint } | null
}) {
  const count = formatCount(run?.rows ?? 0n)
  return (
    <Card>
      <CardHeader title={company ?? 'A demo organisation'} description="The timeline opens by itself." />
      <Progress done={run?.daysDone ?? 0} total={run?.daysTotal ?? 0} label="Days told" />
      <p role="status" className="text-ink-2 figures mt-2 text-sm">
        {run && run.daysTotal > 0 ? (
          <>
            {run.daysDone} of {run.daysTotal} days, <span title={count.title}>{count.text}</span> rows, read
            the way your own would be.
          </>
        ) : (
          'The story begins…'
        )}
      </p>
      <RefreshEvery seconds={REFRESH_SECONDS} />
    </Card>
  )
}
