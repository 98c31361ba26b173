import { cache } from 'react'
import { OpenHighLink } from '@/components/findings/open-high-link'
import type { Viewer } from '@/lib/domain/viewer'
import { currentTime } from '@/lib/env'
import { countOpenHigh } from '@/lib/queries/finding-counts'
import { chosenData } from './chosen-data'

/** Asked once per request for the top bar and the navigation. */
const openHigh = cache(async (viewer: Viewer) =>
  countOpenHigh(viewer, await chosenData(viewer), currentTime()),
)

export async function OpenHigh({ viewer }: { viewer: Viewer }) {
  return <OpenHighLink count={await openHigh(viewer)} />
}

/** Beside the section's name. */
export async function OpenHighCount({ viewer }: { viewer: Viewer }) {
  const count = await openHigh(viewer)
  if (count === 0) return null
  return (
    <span
      className="text-danger figures text-sm font-semibold max-sm:hidden lg:ml-auto"
      title={`${count} high, open`}
    >
      {count}
      <span className="sr-only"> high, open</span>
    </span>
  )
}
