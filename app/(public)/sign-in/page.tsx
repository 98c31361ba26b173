import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { SignInForm } from '@/components/first-run/sign-in-form'
import { Card } from '@/components/ui/card'
import { localPath } from '@/lib/auth/sign-in-address'
import { currentViewer } from '@/lib/auth/viewer'
import { hasOwner } from '@/lib/auth/welcome'
import { signIn } from './actions'

export const metadata: Metadata = { title: 'Sign in' }

/** Codes of `/api/auth`; a text from the address is never shown. */
const PROBLEMS: Record<string, string> = {
  CredentialsSignin: 'This e-mail and password do not belong together. Please try again.',
  TooManyAttempts: 'Too many attempts that failed. Please wait 15 minutes and try again.',
}

export default async function SignInPage({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | string[] | undefined>>
}) {
  const { next, error } = await searchParams
  const back = localPath(typeof next === 'string' ? next : null)
  if (await currentViewer()) redirect(back)
  const ownerExists = await hasOwner()
  return (
    <div className="mx-auto w-full max-w-[400px] sm:mt-12">
      <h1 className="mb-4 text-xl font-semibold">Sign in</h1>
      {ownerExists ? (
        <Card>
          <SignInForm
            action={signIn}
            next={back}
            problem={
              typeof error === 'string'
                ? (PROBLEMS[error] ?? 'That did not work. Please try again.')
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
        <details className="text-ink-2 mt-4 text-sm">
          <summary>Forgotten your password?</summary>
          <p className="mt-2">Get a one-time sign-in link on the machine Onebill runs on:</p>
          <LinkCommand />
        </details>
      )}
    </div>
  )
}

function LinkCommand() {
  return (
    <code className="bg-sunk mt-2 block overflow-x-auto rounded-md border px-3 py-2 font-mono text-sm">
      npm run --silent onebill -- sign-in-link
    </code>
  )
}
