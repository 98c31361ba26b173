import { BookOpen, CalendarRange, Plug } from 'lucide-react'
import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { currentDemo } from '@/app/(team)/chosen-data'
import { lookAt, openDemo } from '@/app/(team)/demo-actions'
import { connectAction } from '@/app/(team)/settings/connections/actions'
import { ConnectForm } from '@/components/connections/connect-form'
import { UnfinishedDemo } from '@/components/connections/demo-card'
import { DemoForm } from '@/components/first-run/demo-form'
import { DemoOpening } from '@/components/first-run/demo-opening'
import { Door } from '@/components/first-run/door'
import { ReadingProgress } from '@/components/first-run/reading-progress'
import { GuideLink } from '@/components/learn/guide-link'
import { BilledSeparately } from '@/components/plans/billed-separately'
import { ActionButton } from '@/components/ui/action-button'
import { ButtonLink } from '@/components/ui/button'
import { requireViewer } from '@/lib/auth/viewer'
import { DEMO_STORIES } from '@/lib/demo/demo-stories'
import { isAllowed } from '@/lib/domain/viewer'
import { currentTime } from '@/lib/env'
import { listConnections } from '@/lib/queries/connections'
import { syncStatus } from '@/lib/queries/sync-runs'

export const metadata: Metadata = { title: 'Start' }

export default async function StartPage({ searchParams }: PageProps<'/start'>) {
  const viewer = await requireViewer()
  const now = currentTime()
  const [connections, situation, demo] = await Promise.all([
    listConnections(viewer),
    syncStatus(viewer, now),
    currentDemo(viewer),
  ])
  const isOpening = (await searchParams).demo === 'opening'
  if (isOpening && demo.phase === 'loaded') redirect('/')
  if (isOpening && demo.phase === 'loading')
    return (
      <div className="mx-auto w-full max-w-[640px] sm:mt-8">
        <h1 className="mb-4 text-xl font-semibold">A story is being told</h1>
        <DemoOpening company={demo.company} run={demo.run} />
      </div>
    )
  const unfinished = demo.phase === 'unfinished' && <UnfinishedDemo failure={demo.failure} />
  const mayConnect = isAllowed(viewer.role, 'manage_connections')
  const mayEnterPlans = isAllowed(viewer.role, 'edit_plans')
  const mayLoadDemo = isAllowed(viewer.role, 'manage_demo')
  if (connections.length > 0) {
    return (
      <div className="mx-auto w-full max-w-[640px] sm:mt-8">
        <h1 className="mb-4 text-xl font-semibold">Connected</h1>
        <div className="grid grid-cols-1 gap-4">
          {isOpening && unfinished}
          {connections.map(({ id, organizationId, name }) => (
            <ReadingProgress
              key={id}
              organization={name}
              run={situation.run}
              failure={
                situation.failures.find((failure) => failure.organizationId === organizationId)?.sentence
              }
              synced={situation.lastSyncedAt !== null}
            />
          ))}
        </div>
        <div className="mt-6 flex flex-wrap gap-2">
          <ButtonLink href="/" variant="primary">
            Go to the timeline
          </ButtonLink>
          {mayEnterPlans && <ButtonLink href="/plans/new?then=timeline">Also enter a plan</ButtonLink>}
        </div>
      </div>
    )
  }
  return (
    <div className="mx-auto w-full max-w-[1120px] sm:mt-8">
      <h1 className="text-xl font-semibold">What would you like to see first?</h1>
      <p className="text-ink-2 mt-1 mb-5">You can do the others at any time later.</p>
      {unfinished && <div className="mb-4">{unfinished}</div>}
      <div className="grid grid-cols-1 gap-4 has-[details[open]]:items-start md:grid-cols-2 lg:grid-cols-3">
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
          <p className="text-ink-2 mb-4 text-sm">
            <BilledSeparately what="any plan" />
          </p>
          {mayEnterPlans ? (
            <div>
              <ButtonLink href="/plans/new?then=timeline" variant="primary">
                Enter a plan
              </ButtonLink>
            </div>
          ) : (
            <p>Members, admins and owners can enter plans.</p>
          )}
        </Door>
        <Door icon={BookOpen} title="Look at a demo organisation">
          <p className="text-ink-2 mb-4">
            A told company with plans, keys and a few surprises, on the same timeline. It takes seconds, is
            marked on every page, never mixes with your own data, and goes with one click.
          </p>
          {demo.phase === 'loaded' ? (
            <ActionButton action={lookAt} values={{ data: 'demo' }} variant="primary" size="md">
              Look at {demo.company}
            </ActionButton>
          ) : mayLoadDemo ? (
            <DemoForm
              action={openDemo}
              stories={DEMO_STORIES}
              submitText="Look at a demo organisation"
              variant="primary"
            />
          ) : (
            <p>Only admins and owners can load the demo.</p>
          )}
        </Door>
      </div>
      <p className="text-ink-2 mt-5">
        New to how Claude is billed? <GuideLink guide="three-pools" />
      </p>
      <p className="mt-2">
        <ButtonLink href="/" variant="quiet" className="-ml-[15px]">
          Look around first
        </ButtonLink>
      </p>
    </div>
  )
}
