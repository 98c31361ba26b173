import type { Metadata } from 'next'
import { ResetForm } from '@/components/first-run/reset-form'
import { ButtonLink } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { resetBehind } from '@/lib/auth/door-links'
import { currentTime } from '@/lib/env'
import { setNewPassword } from './actions'

export const metadata: Metadata = { title: 'New password', referrer: 'no-referrer' }

export default async function ResetPage({ params }: PageProps<'/reset/[token]'>) {
  const { token } = await params
  const reset = await resetBehind(token, currentTime())
  if (!reset) {
    return (
      <div className="mx-auto w-full max-w-[440px] sm:mt-12">
        <h1 className="text-xl font-semibold">This link does not work</h1>
        <p className="text-ink-2 mt-1 mb-4">
          Links for a new password work once and for an hour, and only the newest one counts. Your password is
          as it was. Ask for a new link.
        </p>
        <ButtonLink href="/forgot-password">Ask for a new link</ButtonLink>
      </div>
    )
  }
  return (
    <div className="mx-auto w-full max-w-[440px] sm:mt-12">
      <h1 className="text-xl font-semibold">Set a new password</h1>
      <p className="text-ink-2 mt-1 mb-4">
        For {reset.name} ({reset.email}). It signs you out everywhere else.
      </p>
      <Card>
        <ResetForm action={setNewPassword} token={token} email={reset.email} />
      </Card>
    </div>
  )
}
