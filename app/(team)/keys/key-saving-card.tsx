import Link from 'next/link'
import { keyHref } from '@/components/keys/keys-view'
import { savingSteps, savingWords } from '@/components/keys/prepare-saving'
import { SavingReckoning } from '@/components/keys/saving-reckoning'
import { Card, CardHeader } from '@/components/ui/card'
import { More } from '@/components/ui/more'
import { Notice } from '@/components/ui/notice'
import { dayOf } from '@/lib/domain/day'
import type { Viewer } from '@/lib/domain/viewer'
import { formatUsd, formatUsdChange } from '@/lib/format'
import { getKeySavings } from '@/lib/queries/key-savings'

/** What stopping this key from here really saved; nothing where it never was. */
export async function KeySavingCard({
  viewer,
  address,
  now,
}: {
  viewer: Viewer
  address: { organizationId: string; id: string }
  now: Date
}) {
  const stops = await getKeySavings(viewer, address, now)
  if (stops.length === 0) return null
  return (
    <Card>
      <CardHeader
        title="What stopping it saved"
        description="Estimated two weeks after the stop and ever since: what the key would have cost nobody knows."
      />
      <ul className="flex flex-col gap-3">
        {stops.map(({ stop, saving, moved: { moved, total } }) => (
          <li key={stop.stoppedOn} className="flex flex-col gap-1">
            <p className="font-medium">{savingWords(stop, saving, dayOf(now))}</p>
            {saving && (
              <More
                summary="How this is reckoned"
                label={`How the saving since ${stop.stoppedOn} is reckoned`}
              >
                <SavingReckoning steps={savingSteps(saving)} />
              </More>
            )}
            {moved.length > 0 && (
              <Notice
                title={`The work may have moved: other keys of the same workspace or owner rose by ${formatUsd(total).text} over the same days.`}
              >
                <ul className="list-disc pl-5">
                  {moved.slice(0, 5).map(({ id, name, rise }) => (
                    <li key={id}>
                      <Link
                        href={keyHref({ ...address, id }, { preset: '30d' })}
                        prefetch={false}
                        className="underline"
                      >
                        <bdi>{name.trim() || '(no name)'}</bdi>
                      </Link>{' '}
                      <span className="figures">{formatUsdChange(rise)}</span>
                    </li>
                  ))}
                </ul>
              </Notice>
            )}
          </li>
        ))}
      </ul>
    </Card>
  )
}
