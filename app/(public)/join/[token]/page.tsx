import type { Metadata } from 'next'
import { JoinForm } from '@/components/first-run/join-form'
import { ROLE_WELCOME } from '@/components/settings/role-words'
import { RememberTimeZone } from '@/components/shell/remember-time-zone'
import { ButtonAnchor, ButtonLink } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { invitationBehind } from '@/lib/auth/door-links'
import { singleSignOn } from '@/lib/auth/single-sign-on'
import { currentTime } from '@/lib/env'
import { join } from './actions'

export const metadata: Metadata = { title: 'Join', referrer: 'no-referrer' }

export default async function JoinPage({ params }: PageProps<'/join/[token]'>) {
  const { token } = await params
  const invitation = await invitationBehind(token, currentTime())
  if (!invitation) {
    return (
      <div className="mx-auto w-full max-w-[440px] sm:mt-12">
        <h1 className="text-xl font-semibold">This invitation does not work</h1>
        <p className="text-ink-2 mt-1 mb-4">
          Invitations work once and for 7 days. This one was used, withdrawn, is too old, or is not complete.
          Ask whoever invited you for a new one. If you have joined already, sign in.
        </p>
        <ButtonLink href="/sign-in">Sign in</ButtonLink>
      </div>
    )
  }
  return (
    <div className="mx-auto w-full max-w-[440px] sm:mt-12">
      <RememberTimeZone />
      <h1 className="text-xl font-semibold">Join Onebill</h1>
      <p className="text-ink-2 mt-1 mb-4">
        You are invited as {invitation.email}. {ROLE_WELCOME[invitation.role]}
      </p>
      <Card>
        {singleSignOn() && (
          <>
            <ButtonAnchor href="/sign-in/oidc" className="w-full">
              Join with single sign-on
            </ButtonAnchor>
            <p className="text-ink-2 mt-4 mb-3 border-t pt-4">Or choose a password:</p>
          </>
        )}
        <JoinForm action={join} token={token} email={invitation.email} />
      </Card>
    </div>
  )
}
