import type { Metadata } from 'next'
import Link from 'next/link'
import { IdleDaysForm } from '@/components/settings/idle-days-form'
import { Card, CardHeader } from '@/components/ui/card'
import { PageHeader } from '@/components/ui/page-header'
import { requireViewer } from '@/lib/auth/viewer'
import { MOST_IDLE_DAYS } from '@/lib/domain/key-audit'
import { isAllowed, refusalSentence } from '@/lib/domain/viewer'
import { getIdleDays } from '@/lib/queries/idle-days'
import { saveIdleDays } from './actions'

export const metadata: Metadata = { title: 'Keys, settings' }

export default async function KeySettingsPage() {
  const viewer = await requireViewer()
  const days = await getIdleDays(viewer)
  return (
    <>
      <PageHeader title="Keys" description="What the team means when it speaks of keys." />
      <div className="grid max-w-3xl grid-cols-1 gap-4">
        <Card>
          <CardHeader
            title="Idle"
            description="An active key counts as idle after so many known days without use. “Safe to remove” asks for that and for little spend ever."
          />
          {isAllowed(viewer.role, 'manage_settings') ? (
            <IdleDaysForm action={saveIdleDays} days={days} most={MOST_IDLE_DAYS} />
          ) : (
            <>
              <p>{days === 1 ? 'One day' : `${days} days`}</p>
              <p className="text-ink-3 mt-2 text-sm">{refusalSentence(viewer.role, 'manage_settings')}</p>
            </>
          )}
          <p className="mt-3">
            <Link href="/keys?card=idle" prefetch={false} className="text-accent underline">
              Idle keys
            </Link>
          </p>
        </Card>
      </div>
    </>
  )
}
