import { cookies } from 'next/headers'
import { Suspense, type ReactNode } from 'react'
import { Navigation } from '@/components/shell/navigation'
import { OrganizationMenu } from '@/components/shell/organization-menu'
import { RangeMenu } from '@/components/shell/range-menu'
import { HelpButton, SearchButton, Sheets } from '@/components/shell/sheets'
import { CONTENT_ID, SkipLink } from '@/components/shell/skip-link'
import { SyncNow } from '@/components/shell/sync-now'
import { SyncState } from '@/components/shell/sync-state'
import { TopBar } from '@/components/shell/top-bar'
import { UserMenu, type Theme } from '@/components/shell/user-menu'
import { Skeleton } from '@/components/ui/skeleton'
import { Explanations } from '@/components/words/explanations'
import { requireViewer } from '@/lib/auth/viewer'
import { dayOf } from '@/lib/domain/day'
import { isAllowed, type Viewer } from '@/lib/domain/viewer'
import { currentTime } from '@/lib/env'
import { listOrganizations } from '@/lib/queries/organizations'
import { syncStatus } from '@/lib/queries/sync-runs'
import { chosenData } from './chosen-data'
import { DemoMark } from './demo-mark'
import { OpenHigh, OpenHighCount } from './open-high'
import { chooseTheme, signOut, syncNow } from './shell-actions'

/** The frame. It asks who it is only to draw itself: every page asks for itself. */
export default async function TeamLayout({ children }: { children: ReactNode }) {
  const viewer = await requireViewer()
  const data = await chosenData(viewer)
  const organizations = await listOrganizations(viewer, data)
  const chosen = (await cookies()).get('theme')?.value
  const theme: Theme = chosen === 'light' || chosen === 'dark' ? chosen : 'system'
  return (
    <>
      <SkipLink />
      <Sheets organizations={organizations} role={viewer.role}>
        <TopBar
          about={
            <>
              <OrganizationMenu organizations={organizations} />
              <RangeMenu today={dayOf(currentTime())} />
            </>
          }
          sync={
            <>
              <Suspense fallback={null}>
                <OpenHigh viewer={viewer} />
              </Suspense>
              {data === 'real' && organizations.length > 0 && (
                <Suspense fallback={<Skeleton className="h-5 w-36" />}>
                  <Sync viewer={viewer} />
                </Suspense>
              )}
            </>
          }
          tools={
            <>
              <SearchButton />
              <HelpButton className="text-ink-2 hover:text-ink hover:bg-sunk hidden size-9 items-center justify-center rounded-md sm:flex" />
              <UserMenu
                name={viewer.name}
                role={viewer.role}
                theme={theme}
                chooseTheme={chooseTheme}
                signOut={signOut}
              />
            </>
          }
        />
      </Sheets>
      <div className="flex">
        <Navigation
          counts={{
            '/findings': (
              <Suspense fallback={null}>
                <OpenHighCount viewer={viewer} />
              </Suspense>
            ),
          }}
        />
        <main
          id={CONTENT_ID}
          tabIndex={-1}
          className="mx-auto w-full max-w-[1240px] min-w-0 flex-1 px-4 py-6 pb-24 outline-none sm:px-6 sm:pb-10"
        >
          <DemoMark viewer={viewer} />
          {children}
          <Explanations />
        </main>
      </div>
    </>
  )
}

async function Sync({ viewer }: { viewer: Viewer }) {
  const now = currentTime()
  const situation = await syncStatus(viewer, now)
  const mayAsk = situation.connected > 0 && isAllowed(viewer.role, 'run_sync')
  return (
    <>
      <SyncState situation={situation} now={now} zone={viewer.timeZone} />
      {mayAsk && !situation.run && <SyncNow action={syncNow} />}
    </>
  )
}
