import { CalendarRange, Plug } from 'lucide-react'
import type { Metadata } from 'next'
import { connectAction } from '@/app/(team)/settings/connections/actions'
import { ConnectForm, NoAnalytics } from '@/components/connections/connect-form'
import { Door } from '@/components/first-run/door'
import { ReadingProgress } from '@/components/first-run/reading-progress'
import { ButtonLink } from '@/components/ui/button'
import { requireViewer } from '@/lib/auth/viewer'
import { isAllowed } from '@/lib/domain/viewer'
import { currentTime } from '@/lib/env'
import { listConnections } from '@/lib/queries/connections'
import { syncStatus } from '@/lib/queries/sync-runs'

export const metadata: Metadata = { title: 'Start' }

export default async function StartPage() {
  const viewer = await requireViewer()
  const now = currentTime()
  const [connections, situation] = await Promise.all([listConnections(viewer), syncStatus(viewer, now)])
  const mayConnect = isAllowed(viewer.role, 'manage_connections')
  if (connections.length > 0) {
    return (
      <div className="mx-auto w-full max-w-[640px] sm:mt-8">
        <h1 className="mb-4 text-xl font-semibold">Connected</h1>
        <div className="grid gap-4">
          {connections.map(({ id, organizationId, name, source }) => (
            <ReadingProgress
              key={id}
              organization={name}
              run={situation.run}
              failure={
                situation.failures.find((failure) => failure.organizationId === organizationId)?.sentence
              }
              synced={situation.lastSyncedAt !== null}
              unreadable={source === 'legacy' ? <NoAnalytics name={name} /> : null}
            />
          ))}
        </div>
        <div className="mt-6 flex flex-wrap gap-2">
          <ButtonLink href="/" variant="primary">
            Go to the timeline
          </ButtonLink>
          <ButtonLink href="/plans/new">Also enter a plan</ButtonLink>
        </div>
      </div>
    )
  }
  return (
    <div className="mx-auto w-full max-w-[960px] sm:mt-8">
      <h1 className="text-xl font-semibold">What would you like to see first?</h1>
      <p className="text-ink-2 mt-1 mb-5">You can do the other one at any time later.</p>
      <div className="grid gap-4 md:grid-cols-2">
        <Door icon={Plug} title="Connect my Anthropic organisation">
          <p className="text-ink-2 mb-4">
            Reads what your API keys cost, to the last digit of what Anthropic bills. Onebill only reads,
            until you say otherwise.
          </p>
          {mayConnect ? (
            <ConnectForm action={connectAction} onConnectedHref="/start" />
          ) : (
            <p>Only admins and owners can connect an organisation.</p>
          )}
        </Door>
        <Door icon={CalendarRange} title="I only have a plan">
          <p className="text-ink-2 mb-4">
            Enter your Claude Pro, Max or Team plan by hand: what it costs, since when, for whom. Nothing else
            is needed.
          </p>
          <div>
            <ButtonLink href="/plans/new" variant="primary">
              Enter a plan
            </ButtonLink>
          </div>
        </Door>
      </div>
      <p className="mt-5">
        <ButtonLink href="/" variant="quiet">
          Look around first
        </ButtonLink>
      </p>
    </div>
  )
}
