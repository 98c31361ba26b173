import { startSession } from '@/lib/commands/sessions'
import { prisma } from '@/lib/db/client'
import { ExpectedError } from '@/lib/errors'
import { countAttempt } from './attempt-limit'
import type { AskingBrowser } from './asking-browser'
import { mintViewer } from './mint-viewer'
import { isPassword } from './password'

const PER_EMAIL = 10
const PER_ADDRESS = 50

export interface Credentials {
  email: string
  password: string
}

/**
 * Checks a password and starts a session. Unknown e-mail, disabled user and wrong password get the same answer after
 * the same work. With `needsCode` the session counts once `giveSecondFactor` was given the code. `at` is real time, for the limits; `now` is the clock of what is stored.
 */
export async function signInWithPassword(
  { email, password }: Credentials,
  browser: AskingBrowser,
  now: Date,
  at: Date,
): Promise<{ sessionId: string; userId: string; needsCode: boolean }> {
  const attempt = await countAttempt(
    [
      { subject: `email:${email}`, limit: PER_EMAIL },
      { subject: `address:${browser.address}`, limit: PER_ADDRESS },
    ],
    at,
  )
  const user = await prisma().user.findUnique({ where: { email } })
  const matches = await isPassword(password, user && !user.disabledAt ? user.passwordHash : null)
  if (!user || !matches) {
    throw new ExpectedError(
      'unauthenticated',
      'This e-mail and password do not belong together. Please try again.',
    )
  }
  await attempt.succeeded()
  const actor = mintViewer({ kind: 'user', id: user.id, name: user.name, role: user.role })
  const { sessionId } = await startSession(actor, { userId: user.id, userAgent: browser.userAgent }, now)
  return { sessionId, userId: user.id, needsCode: user.totpSince !== null }
}

/** For changes that ask for the password again. */
export async function requireOwnPassword(userId: string, password: string, at: Date): Promise<void> {
  const attempt = await countAttempt([{ subject: `password:${userId}`, limit: PER_EMAIL }], at)
  const user = await prisma().user.findUnique({ where: { id: userId } })
  if (user && user.passwordHash === null) {
    throw new ExpectedError(
      'conflict',
      'You have no password: you sign in with single sign-on. An admin or owner can give you a link to set one. Nothing was changed.',
    )
  }
  if (!(await isPassword(password, user?.passwordHash ?? null))) {
    throw new ExpectedError('invalid', 'This is not your current password. Nothing was changed.', {
      parameter: 'current_password',
    })
  }
  await attempt.succeeded()
}
