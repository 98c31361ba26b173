import type { Metadata } from 'next'
import { TokenForm } from '@/components/settings/token-form'
import { TokenTable } from '@/components/settings/token-table'
import { Card, CardHeader } from '@/components/ui/card'
import { EmptyState } from '@/components/ui/empty-state'
import { PageHeader } from '@/components/ui/page-header'
import { requireViewer } from '@/lib/auth/viewer'
import { rolesUpTo } from '@/lib/domain/viewer'
import { currentTime } from '@/lib/env'
import { listTokens } from '@/lib/queries/tokens'
import { endToken, makeToken } from './actions'

export const metadata: Metadata = { title: 'Tokens' }

export default async function TokensPage() {
  const viewer = await requireViewer('manage_tokens')
  const now = currentTime()
  const tokens = await listTokens(viewer, now)
  return (
    <>
      <PageHeader
        title="Tokens"
        description="For scripts and other programs: sent as “Authorization: Bearer …” to the addresses under /api/v1."
      />
      <div className="grid grid-cols-1 gap-4">
        <Card>
          <CardHeader title="New token" />
          <TokenForm action={makeToken} roles={rolesUpTo(viewer.role)} />
        </Card>
        <Card>
          {tokens.length === 0 ? (
            <EmptyState title="No tokens yet">
              Make one above to read Onebill’s numbers from a program.
            </EmptyState>
          ) : (
            <TokenTable
              tokens={tokens}
              viewerRole={viewer.role}
              timeZone={viewer.timeZone}
              now={now}
              revoke={endToken}
            />
          )}
        </Card>
      </div>
    </>
  )
}
