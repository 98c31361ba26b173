import { DemoBanner } from '@/components/shell/demo-banner'
import { storyOf } from '@/lib/demo/demo-stories'
import { dayOf } from '@/lib/domain/day'
import { isAllowed, type Viewer } from '@/lib/domain/viewer'
import { currentTime } from '@/lib/env'
import { chosenData, currentDemo } from './chosen-data'
import { lookAt, openDemo, removeDemo } from './demo-actions'

/** Says on every page that what is seen is told, wherever that is so. */
export async function DemoMark({ viewer }: { viewer: Viewer }) {
  const [demo, chosen] = await Promise.all([currentDemo(viewer), chosenData(viewer)])
  if (demo.company === null || chosen === 'real') return null
  const now = currentTime()
  const story = storyOf(demo.company)
  return (
    <DemoBanner
      company={demo.company}
      whatToSee={story?.whatToSee ?? null}
      story={story?.name ?? null}
      asOf={demo.asOf}
      isOld={demo.asOf !== null && dayOf(demo.asOf) < dayOf(now)}
      isLoading={demo.phase === 'loading'}
      hasReal={demo.hasReal}
      mayManage={isAllowed(viewer.role, 'manage_demo')}
      actions={{ lookAt, open: openDemo, remove: removeDemo }}
    />
  )
}
