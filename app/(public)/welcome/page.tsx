import type { Metadata } from 'next'
import { LinkSignInForm } from '@/components/first-run/link-sign-in-form'
import { OwnerForm } from '@/components/first-run/owner-form'
import { ButtonLink } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { welcomeOf } from '@/lib/auth/welcome'
import { currentTime } from '@/lib/env'
import { becomeOwner, signInAsOwner } from './actions'

export const metadata: Metadata = { title: 'Welcome', referrer: 'no-referrer' }

export default async function WelcomePage({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | string[] | undefined>>
}) {
  const given = (await searchParams).token
  const token = typeof given === 'string' ? given : ''
  const welcome = await welcomeOf(token, currentTime())
  return (
    <div className="mx-auto w-full max-w-[440px] sm:mt-12">
      {welcome.state === 'first_run' && (
        <>
          <h1 className="text-xl font-semibold">Welcome to Onebill</h1>
          <p className="text-ink-2 mt-1 mb-4">
            You are the first person here and become its owner. Everything stays on this machine.
          </p>
          <Card>
            <OwnerForm action={becomeOwner} token={token} />
          </Card>
        </>
      )}
      {welcome.state === 'owner' && (
        <>
          <h1 className="text-xl font-semibold">Welcome back</h1>
          <p className="text-ink-2 mt-1 mb-4">
            This link signs you in once as {welcome.name} ({welcome.email}).
          </p>
          <Card>
            <LinkSignInForm action={signInAsOwner} token={token} name={welcome.name} email={welcome.email} />
          </Card>
        </>
      )}
      {welcome.state === 'unusable' && (
        <>
          <h1 className="text-xl font-semibold">This link does not work any more</h1>
          <p className="text-ink-2 mt-1 mb-4">
            Sign-in links work once and for 15 minutes. This one was used, is too old, or is not complete. For
            a new one, run on the machine Onebill runs on:
          </p>
          <code className="bg-sunk mb-4 block overflow-x-auto rounded-md border px-3 py-2 font-mono text-sm">
            npm run --silent onebill -- sign-in-link
          </code>
          <ButtonLink href="/sign-in">Sign in with a password</ButtonLink>
        </>
      )}
    </div>
  )
}
