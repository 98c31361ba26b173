import type { Metadata } from 'next'
import { ActionButton } from '@/components/ui/action-button'
import { Badge } from '@/components/ui/badge'
import { Card } from '@/components/ui/card'
import { PageHeader } from '@/components/ui/page-header'
import { Table, Td, Th } from '@/components/ui/table'
import { currentSession } from '@/lib/auth/current-session'
import { requireViewer } from '@/lib/auth/viewer'
import { currentTime } from '@/lib/env'
import { formatInstant, formatRelativeTime } from '@/lib/format'
import { listSessions } from '@/lib/queries/sessions'
import { endOtherSessions, endSession } from './actions'

export const metadata: Metadata = { title: 'Sessions' }

export default async function SessionsPage() {
  const viewer = await requireViewer()
  const now = currentTime()
  const own = (await currentSession())?.id
  const sessions = await listSessions(viewer, now)
  return (
    <>
      <PageHeader
        title="Sessions"
        description="Where you are signed in. A session ends 30 days after signing in, or when you end it here."
        actions={
          sessions.length > 1 && <ActionButton action={endOtherSessions}>End all other sessions</ActionButton>
        }
      />
      <Card>
        <Table label="Sessions">
          <thead>
            <tr>
              <Th>Browser</Th>
              <Th>Signed in</Th>
              <Th>Last seen</Th>
              <Th>Ends</Th>
              <Th>
                <span className="sr-only">Action</span>
              </Th>
            </tr>
          </thead>
          <tbody>
            {sessions.map((session) => (
              <tr key={session.id}>
                <Td>
                  {session.browser} {session.id === own && <Badge tone="accent">this one</Badge>}
                  {session.waitsForCode && <Badge tone="warn">password given, waits for the code</Badge>}
                </Td>
                <Td className="whitespace-nowrap">{formatInstant(session.createdAt, viewer.timeZone)}</Td>
                <Td className="whitespace-nowrap" title={formatInstant(session.lastSeenAt, viewer.timeZone)}>
                  {formatRelativeTime(session.lastSeenAt, now)}
                </Td>
                <Td className="whitespace-nowrap">{formatInstant(session.expiresAt, viewer.timeZone)}</Td>
                <Td className="text-right">
                  {session.id !== own && (
                    <ActionButton
                      action={endSession}
                      values={{ id: session.id }}
                      variant="quiet"
                      label={`End the session in ${session.browser}`}
                    >
                      End
                    </ActionButton>
                  )}
                </Td>
              </tr>
            ))}
          </tbody>
        </Table>
      </Card>
    </>
  )
}
