import type { AdminClient } from '@/lib/anthropic/admin-client'
import { lookAtMinutes, withMinutes } from '@/lib/domain/findings/agent-minutes'
import type { Detected, MinuteLook } from '@/lib/domain/findings/finding'
import { ExpectedError } from '@/lib/errors'

/** Each costs a request or two: beyond them suspects are judged by the hour alone. */
const MOST_SUSPECTS = 5

/**
 * Findings that want to know their minutes, with what those say. What was asked before is not asked again; what cannot be read
 * is taken as it was known, and else the finding stands on its hours: a sync never fails for it.
 */
export async function addMinutes(
  detected: readonly Detected[],
  client: Pick<AdminClient, 'minutes'>,
  known: ReadonlyMap<string, readonly MinuteLook[]>,
): Promise<Detected[]> {
  const judged: Detected[] = []
  let asked = 0
  for (const found of detected) {
    const { wantsMinutes: wanted } = found
    const before = wanted ? (known.get(wanted.keyId) ?? []) : []
    const same = before.find(({ from, to }) => from === wanted?.from && to === wanted.to)
    let look = same ?? before.find(({ from, to }) => wanted && from < wanted.to && to > wanted.from) ?? null
    if (wanted && !same && asked < MOST_SUSPECTS) {
      asked += 1
      look = (await askMinutes(client, wanted)) ?? look
    }
    judged.push(look ? withMinutes(found, look) : found)
  }
  return judged
}

async function askMinutes(
  client: Pick<AdminClient, 'minutes'>,
  { keyId, from, to }: NonNullable<Detected['wantsMinutes']>,
): Promise<MinuteLook | null> {
  try {
    const minutes = await client.minutes(keyId, { startingAt: new Date(from), endingAt: new Date(to) })
    return lookAtMinutes(
      minutes.map(({ startsAt, sum }) => ({
        startsAt,
        requests: Number(sum.requests ?? 0n),
        input: Number(sum.uncachedInput + sum.cacheRead + sum.cacheWrite5m + sum.cacheWrite1h),
      })),
      { from, to },
    )
  } catch (error) {
    if (error instanceof ExpectedError) return null
    throw error
  }
}
