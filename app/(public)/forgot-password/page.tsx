import type { Metadata } from 'next'
import { ForgotPasswordForm } from '@/components/first-run/forgot-password-form'
import { ButtonLink } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { canSendMail } from '@/lib/publish/mail'
import { askForLink } from './actions'

export const metadata: Metadata = { title: 'Forgotten password' }

export default function ForgotPasswordPage() {
  return (
    <div className="mx-auto w-full max-w-[440px] sm:mt-12">
      <h1 className="mb-4 text-xl font-semibold">Forgotten your password?</h1>
      {canSendMail() && (
        <Card>
          <ForgotPasswordForm action={askForLink} />
        </Card>
      )}
      <div className="text-ink-2 mt-4 grid gap-2">
        <p>
          {canSendMail() ? 'No mail? An' : 'An'} admin or owner of this Onebill can give you a link for a new
          password: Settings → People → your name.
        </p>
        <p>Whoever can run commands on the machine Onebill runs on gets a sign-in link for the owner with:</p>
        <code className="bg-sunk block overflow-x-auto rounded-md border px-3 py-2 font-mono text-sm">
          npm run --silent onebill -- sign-in-link
        </code>
      </div>
      <p className="mt-4">
        <ButtonLink href="/sign-in" variant="quiet">
          Back to sign-in
        </ButtonLink>
      </p>
    </div>
  )
}
