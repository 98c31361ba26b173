import type { Metadata } from 'next'
import Link from 'next/link'
import { GuardExemptions } from '@/components/settings/guard-exemptions'
import { IdleDaysForm } from '@/components/settings/idle-days-form'
import { Card, CardHeader } from '@/components/ui/card'
import { PageHeader } from '@/components/ui/page-header'
import { requireViewer } from '@/lib/auth/viewer'
import { MOST_IDLE_DAYS } from '@/lib/domain/key-audit'
import { isAllowed, refusalSentence } from '@/lib/domain/viewer'
import { listGuardExemptions } from '@/lib/queries/guard-exemptions'
import { getIdleDays } from '@/lib/queries/idle-days'
import { saveGuardExemption, saveIdleDays } from './actions'

export const metadata: Metadata = { title: 'Keys, settings' }

export default async function KeySettingsPage() {
  const viewer = await requireViewer()
  const [days, guarded] = await Promise.all([getIdleDays(viewer), listGuardExemptions(viewer)])
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
        <Card>
          <CardHeader
            title="Never by a guard"
            description="Keys that stay active whatever their budget says: what must not stop at night. Only an owner changes this list."
          />
          <GuardExemptions
            {...guarded}
            action={isAllowed(viewer.role, 'manage_guard') ? saveGuardExemption : null}
          />
        </Card>
      </div>
    </>
  )
}
