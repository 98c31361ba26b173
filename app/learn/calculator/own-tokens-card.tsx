import Link from 'next/link'
import { chosenData } from '@/app/(team)/chosen-data'
import { Card, CardHeader } from '@/components/ui/card'
import { calculationHref } from '@/lib/domain/guides/calculator'
import { modelName } from '@/lib/domain/guides/guide-facts'
import type { Viewer } from '@/lib/domain/viewer'
import { currentTime } from '@/lib/env'
import { formatCount } from '@/lib/format'
import { listOwnTokens } from '@/lib/queries/own-tokens'

/** Begins a calculation with what was really used. Only ever for somebody who is signed in. */
export async function OwnTokensCard({ viewer }: { viewer: Viewer }) {
  const data = await chosenData(viewer)
  const own = await listOwnTokens(viewer, data, currentTime())
  if (own.length === 0) return null
  return (
    <Card>
      <CardHeader
        title={data === 'demo' ? 'Begin with the demo’s numbers' : 'Begin with your numbers'}
        description="Tokens of the last 30 days by model, in all ways of sending together."
      />
      <ul className="flex flex-col gap-1">
        {own.map((tokens) => {
          const all = tokens.uncachedInput + tokens.cacheWrite5m + tokens.cacheWrite1h + tokens.cacheRead
          return (
            <li key={tokens.model} className="flex items-baseline justify-between gap-4">
              <Link href={calculationHref(tokens)} prefetch={false} className="text-accent underline">
                {modelName(tokens.model)}
              </Link>
              <span className="figures text-ink-2 text-sm">
                {formatCount(all).text} in, {formatCount(tokens.output).text} out
              </span>
            </li>
          )
        })}
      </ul>
    </Card>
  )
}
