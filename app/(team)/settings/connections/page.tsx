import type { Metadata } from 'next'
import { AdminKeyHelp } from '@/components/connections/admin-key-help'
import { ConnectForm } from '@/components/connections/connect-form'
import { ConnectionCard } from '@/components/connections/connection-card'
import { DemoCard } from '@/components/connections/demo-card'
import { KeptOrganizations } from '@/components/connections/kept-organizations'
import { SpendLimits } from '@/components/connections/spend-limits'
import { Card, CardHeader } from '@/components/ui/card'
import { EmptyState } from '@/components/ui/empty-state'
import { More } from '@/components/ui/more'
import { PageHeader } from '@/components/ui/page-header'
import { requireViewer } from '@/lib/auth/viewer'
import { DEMO_STORIES, storyOf } from '@/lib/demo/demo-stories'
import { isAllowed } from '@/lib/domain/viewer'
import { currentTime, environment } from '@/lib/env'
import { listConnections, listKeptOrganizations } from '@/lib/queries/connections'
import { listSpendLimits } from '@/lib/queries/spend-limits'
import { currentDemo } from '../../chosen-data'
import { lookAt, openDemo, removeDemo } from '../../demo-actions'
import {
  connectAction,
  deleteAction,
  disconnectAction,
  readOnlyAction,
  recheckAction,
  replaceKeyAction,
} from './actions'
import { enterLimit, removeLimit } from './limit-actions'

export const metadata: Metadata = { title: 'Connections' }

const actions = {
  replaceKey: replaceKeyAction,
  recheck: recheckAction,
  turnReadOnly: readOnlyAction,
  disconnect: disconnectAction,
  remove: deleteAction,
}

export default async function ConnectionsPage() {
  const viewer = await requireViewer()
  const now = currentTime()
  const [connections, kept, demo] = await Promise.all([
    listConnections(viewer),
    listKeptOrganizations(viewer),
    currentDemo(viewer),
  ])
  const limits = await listSpendLimits(
    viewer,
    connections.map(({ organizationId }) => organizationId),
    now,
  )
  const limitActions = isAllowed(viewer.role, 'manage_budgets')
    ? { enter: enterLimit, remove: removeLimit }
    : null
  const mayChange = isAllowed(viewer.role, 'manage_connections')
  const mayDelete = isAllowed(viewer.role, 'delete_data')
  return (
    <>
      <PageHeader
        title="Connections"
        description="The Anthropic organisations whose API usage Onebill reads."
      />
      <div className="grid grid-cols-1 gap-4">
        {connections.map((connection) => {
          const known = limits.get(connection.organizationId)
          return (
            <ConnectionCard
              key={connection.id}
              connection={connection}
              now={now}
              syncEvery={environment().ONEBILL_SYNC_EVERY}
              mayChange={mayChange}
              mayDelete={mayDelete}
              actions={actions}
            >
              {known && (
                <SpendLimits limits={known} organizationName={connection.name} actions={limitActions} />
              )}
            </ConnectionCard>
          )
        })}
        {mayChange && (
          <Card>
            <CardHeader
              title={
                connections.length === 0
                  ? 'Connect your Anthropic organisation'
                  : 'Connect another organisation'
              }
              description="Paste an Admin key. Onebill asks Anthropic which organisation it belongs to and shows you its name."
            />
            <div className="grid gap-6 lg:grid-cols-2">
              <ConnectForm action={connectAction} onConnectedHref="/" />
              {connections.length === 0 ? (
                <AdminKeyHelp />
              ) : (
                <More summary="Where an Admin key comes from, and what Onebill does with it">
                  <AdminKeyHelp />
                </More>
              )}
            </div>
          </Card>
        )}
        {!mayChange && connections.length === 0 && (
          <Card>
            <EmptyState title="Nothing is connected">
              An admin or owner can connect your Anthropic organisation here. Plans can be entered without it.
            </EmptyState>
          </Card>
        )}
        {kept.length > 0 && (
          <Card>
            <CardHeader
              title="Disconnected"
              description="Nothing more is read of these organisations. Their figures were kept and are part of the timeline."
            />
            <KeptOrganizations organizations={kept} remove={deleteAction} mayDelete={mayDelete} />
          </Card>
        )}
        <DemoCard
          demo={demo}
          whatToSee={demo.company === null ? null : (storyOf(demo.company)?.whatToSee ?? null)}
          stories={DEMO_STORIES}
          mayManage={isAllowed(viewer.role, 'manage_demo')}
          actions={{ lookAt, open: openDemo, remove: removeDemo }}
        />
      </div>
    </>
  )
}
