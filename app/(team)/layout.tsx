import { cookies } from 'next/headers'
import { Suspense, type ReactNode } from 'react'
import { Navigation } from '@/components/shell/navigation'
import { CONTENT_ID, SkipLink } from '@/components/shell/skip-link'
import { SyncNow } from '@/components/shell/sync-now'
import { SyncState } from '@/components/shell/sync-state'
import { TopBar } from '@/components/shell/top-bar'
import { UserMenu, type Theme } from '@/components/shell/user-menu'
import { Skeleton } from '@/components/ui/skeleton'
import { requireViewer } from '@/lib/auth/viewer'
import { isAllowed, type Viewer } from '@/lib/domain/viewer'
import { currentTime } from '@/lib/env'
import { syncStatus } from '@/lib/queries/sync-runs'
import { chooseTheme, signOut, syncNow } from './shell-actions'

/** The frame. It asks who it is only to draw itself: every page asks for itself. */
export default async function TeamLayout({ children }: { children: ReactNode }) {
  const viewer = await requireViewer()
  const chosen = (await cookies()).get('theme')?.value
  const theme: Theme = chosen === 'light' || chosen === 'dark' ? chosen : 'system'
  return (
    <>
      <SkipLink />
      <TopBar
        sync={
          <Suspense fallback={<Skeleton className="h-5 w-36" />}>
            <Sync viewer={viewer} />
          </Suspense>
        }
        user={
          <UserMenu
            name={viewer.name}
            role={viewer.role}
            theme={theme}
            chooseTheme={chooseTheme}
            signOut={signOut}
          />
        }
      />
      <div className="flex">
        <Navigation />
        <main
          id={CONTENT_ID}
          tabIndex={-1}
          className="mx-auto w-full max-w-[1240px] min-w-0 flex-1 px-4 py-6 pb-24 outline-none sm:px-6 sm:pb-10"
        >
          {children}
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
      <SyncState situation={situation} now={now} />
      {mayAsk && !situation.run && <SyncNow action={syncNow} />}
    </>
  )
}
