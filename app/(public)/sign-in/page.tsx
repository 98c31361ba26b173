import type { Metadata } from 'next'
import Link from 'next/link'
import { redirect } from 'next/navigation'
import { SignInForm } from '@/components/first-run/sign-in-form'
import { RememberTimeZone } from '@/components/shell/remember-time-zone'
import { ButtonAnchor } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { currentWaitingSession } from '@/lib/auth/current-session'
import { codeAddress, localPath } from '@/lib/auth/sign-in-address'
import { singleSignOn } from '@/lib/auth/single-sign-on'
import { currentViewer } from '@/lib/auth/viewer'
import { hasOwner } from '@/lib/auth/welcome'
import { signIn } from './actions'

export const metadata: Metadata = { title: 'Sign in' }

/** Codes of `/api/auth` and of single sign-on; a text from the address is never shown. */
const PROBLEMS: Record<string, string> = {
  CredentialsSignin: 'This e-mail and password do not belong together. Please try again.',
  TooManyAttempts: 'Too many attempts. Please wait 15 minutes and try again.',
  CodeTooLate: 'The code came too late, or you have signed in already. Please sign in again.',
  NotInvited:
    'Single sign-on knows you, but this Onebill does not. Ask an admin or owner for an invitation to the e-mail you sign on with.',
  EmailNotVerified:
    'Your single sign-on provider does not say that your e-mail is verified. Have it verified there, then try again.',
  NoEmail:
    'Your single sign-on provider does not tell your e-mail. It has to give the claims email and email_verified.',
  Disabled: 'Your account here is disabled. Ask an admin or owner if that is a mistake.',
  AnotherIdentity:
    'Your e-mail belongs to somebody who signs on with another account at the provider. If that was you, an admin can unbind the old one under Settings → People.',
  NoOwner:
    'This Onebill has no owner yet. The first person comes by the sign-in link printed when it started.',
  OAuthSignin:
    'The single sign-on provider cannot be reached. Try again in a minute, or sign in with a password.',
  OAuthCallback:
    'Single sign-on was not completed: you cancelled it, it took longer than 15 minutes, or the provider did not answer. Please try again.',
}

export default async function SignInPage({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | string[] | undefined>>
}) {
  const { next, error } = await searchParams
  const back = localPath(typeof next === 'string' ? next : null)
  if (await currentViewer()) redirect(back)
  if (typeof error !== 'string' && (await currentWaitingSession())) redirect(codeAddress(back))
  const ownerExists = await hasOwner()
  return (
    <div className="mx-auto w-full max-w-[400px] sm:mt-12">
      <h1 className="mb-4 text-xl font-semibold">Sign in</h1>
      {ownerExists ? (
        <Card>
          <RememberTimeZone />
          {singleSignOn() && (
            <div className="mb-4 border-b pb-4">
              <ButtonAnchor href={signOnAddress(back)} className="w-full">
                Sign in with single sign-on
              </ButtonAnchor>
            </div>
          )}
          <SignInForm
            action={signIn}
            next={back}
            problem={
              typeof error === 'string'
                ? (sentenceOf(error) ?? 'That did not work. Please try again.')
                : undefined
            }
          />
        </Card>
      ) : (
        <Card>
          <p className="font-medium">Nobody has set up this Onebill yet.</p>
          <p className="text-ink-2 mt-1">
            Open the sign-in link that was printed when Onebill started. It works for 15 minutes; for a new
            one, run on the machine Onebill runs on:
          </p>
          <LinkCommand />
        </Card>
      )}
      {ownerExists && (
        <p className="mt-4 text-sm">
          <Link className="text-accent underline-offset-3 hover:underline" href="/forgot-password">
            Forgotten your password?
          </Link>
        </p>
      )}
    </div>
  )
}

function sentenceOf(code: string): string | undefined {
  return Object.hasOwn(PROBLEMS, code) ? PROBLEMS[code] : undefined
}

function signOnAddress(back: string): string {
  return back === '/' ? '/sign-in/oidc' : `/sign-in/oidc?next=${encodeURIComponent(back)}`
}

function LinkCommand() {
  return (
    <code className="bg-sunk mt-2 block overflow-x-auto rounded-md border px-3 py-2 font-mono text-sm">
      npm run --silent onebill -- sign-in-link
    </code>
  )
}
