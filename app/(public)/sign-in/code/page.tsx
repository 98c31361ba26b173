import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { CodeForm } from '@/components/first-run/code-form'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { currentWaitingSession } from '@/lib/auth/current-session'
import { localPath } from '@/lib/auth/sign-in-address'
import { currentViewer } from '@/lib/auth/viewer'
import { giveCode, startOver } from './actions'

export const metadata: Metadata = { title: 'Sign in' }

export default async function CodePage({ searchParams }: PageProps<'/sign-in/code'>) {
  const { next } = await searchParams
  const back = localPath(typeof next === 'string' ? next : null)
  if (await currentViewer()) redirect(back)
  const waiting = await currentWaitingSession()
  if (!waiting) redirect('/sign-in')
  return (
    <div className="mx-auto w-full max-w-[400px] sm:mt-12">
      <h1 className="text-xl font-semibold">One more step</h1>
      <p className="text-ink-2 mt-1 mb-4">
        Give the six digits your authenticator app shows for Onebill, {waiting.viewer.name}. A recovery code
        does as well.
      </p>
      <Card>
        <CodeForm action={giveCode} next={back} />
      </Card>
      <div className="text-ink-2 mt-4 grid gap-2 text-sm">
        <p>
          Lost both? An owner can reset your two-factor under Settings → People; the only owner gets a sign-in
          link on the machine Onebill runs on.
        </p>
        <form action={startOver}>
          <Button type="submit" variant="quiet" size="sm">
            Sign in as somebody else
          </Button>
        </form>
      </div>
    </div>
  )
}
